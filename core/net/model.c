/* In: the bytes of a model file. Out: a model, read-only from then on. Promises to verify
 * everything before first use. */
#include "net/model.h"

#include <string.h>

#include "base/status.h"
#include "net/kernel.h"
#include "net/section.h"
#include "net/weights.h"

sayso_status sayso_model_load(sayso_model **out, const void *bytes, size_t size,
                              const sayso_allocator *allocator, sayso_error *err) {
  if (!bytes && size)
    return ss_fail(err, SAYSO_BAD_ARGUMENT, 0, "there are no bytes to load a model from");
  sayso_allocator hook = allocator ? *allocator : ss_memory_default;
  ss_blob file = {bytes, size};
  sayso_status status = ss_sections_verify(file, err);
  if (status != SAYSO_OK) return status;
  sayso_model *model = ss_memory_resize(&hook, NULL, 0, sizeof *model);
  if (!model) return ss_fail_memory(err);
  *model = (sayso_model){.hook_copy = hook, .kernel = ss_kernel_at(0)};
  model->hook = &model->hook_copy;
  status = ss_net_new(&model->net, file, model->hook, err);
  if (status == SAYSO_OK)
    *out = model;
  else
    sayso_model_free(model);
  return status;
}

sayso_status sayso_model_builtin(sayso_model **out, const sayso_allocator *allocator,
                                 sayso_error *err) {
  return sayso_model_load(out, ss_model_bytes, (size_t)(ss_model_bytes_end - ss_model_bytes),
                          allocator, err);
}

void sayso_model_free(sayso_model *model) {
  if (!model) return;
  ss_net_free(model->net);
  sayso_allocator hook = model->hook_copy;
  ss_memory_resize(&hook, model, sizeof *model, 0);
}

const char *sayso_model_kernel(const sayso_model *model) { return model->kernel->name; }

sayso_status sayso_model_set_kernel(sayso_model *model, const char *name, sayso_error *err) {
  const ss_kernel *kernel = name ? ss_kernel_by_name(name) : ss_kernel_at(0);
  if (!kernel)
    return ss_fail(err, SAYSO_BAD_ARGUMENT, 0, "there is no kernel \"%.40s\" for this machine",
                   name);
  model->kernel = kernel;
  return SAYSO_OK;
}
