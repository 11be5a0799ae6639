/* The weights inside the library: core/model/sayso.model, byte for byte, between two symbols that net/model.h declares.
 * Assembled from the top folder. ELF and Mach-O; the bytes are data, so one source serves every processor. */
#if defined(__APPLE__)
#define SYMBOL(name) _##name
#define HIDDEN(name) .private_extern _##name
  .section __TEXT,__const
#else
#define SYMBOL(name) name
#define HIDDEN(name) .hidden name
  .section .rodata
#endif

  .globl SYMBOL(ss_model_bytes)
  .globl SYMBOL(ss_model_bytes_end)
  HIDDEN(ss_model_bytes)
  HIDDEN(ss_model_bytes_end)

  .balign 64
SYMBOL(ss_model_bytes):
  .incbin "core/model/sayso.model"
SYMBOL(ss_model_bytes_end):
  .byte 0

#if defined(__ELF__)
  .section .note.GNU-stack,"",%progbits
#endif
