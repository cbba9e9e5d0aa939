#include "scanner/examine/classes/classes_module.h"

#include <dlfcn.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace winnow {

Result<ClassesModule> load_classes_module() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) {
    return Fault{
        FaultKind::io, "cannot be read: " + error.message(), "/proc/self/exe", {}};
  }
  const std::string path = self.parent_path() / "libwinnow_classes.so";
  void* module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* symbol = module != nullptr ? ::dlsym(module, "winnow_class_model") : nullptr;
  if (symbol == nullptr) {
    const char* why = ::dlerror();
    return Fault{FaultKind::missing,
                 "cannot be loaded, so that no model can be used: " +
                     std::string(why != nullptr ? why : "no reason is given") +
                     "; install Winnow anew, with the libraries of OpenCV",
                 path,
                 {}};
  }
  return ClassesModule{reinterpret_cast<OpenClassModel (*)()>(symbol)()};
}

}  // namespace winnow
