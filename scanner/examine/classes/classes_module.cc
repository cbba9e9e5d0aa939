#include "scanner/examine/classes/classes_module.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "base/file.h"

namespace winnow {
namespace {

constexpr std::uint64_t kLargestCascade = 4 << 20;

Result<std::vector<std::byte>> read_face_cascade() {
  const auto text = read_whole_file(WINNOW_FACE_CASCADE, kLargestCascade);
  if (!text) {
    return Fault{text.error().kind,
                 text.error().what +
                     ", so that no face can be found; install the package opencv-data",
                 WINNOW_FACE_CASCADE,
                 {}};
  }
  const Bytes bytes = bytes_of(*text);
  return std::vector<std::byte>(bytes.begin(), bytes.end());
}

}  // namespace

Result<ClassesModule> load_classes_module() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) {
    return Fault{
        FaultKind::io, "cannot be read: " + error.message(), "/proc/self/exe", {}};
  }
  // Otherwise OpenCV looks for OpenCL, and loads what it finds, at its first picture.
  ::setenv("OPENCV_OPENCL_RUNTIME", "disabled", 1);
  const std::string path = self.parent_path() / "libwinnow_classes.so";
  void* module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* open = module != nullptr ? ::dlsym(module, "winnow_class_model") : nullptr;
  void* open_own = open != nullptr ? ::dlsym(module, "winnow_own_classes") : nullptr;
  if (open_own == nullptr) {
    const char* why = ::dlerror();
    return Fault{FaultKind::missing,
                 "cannot be loaded, so that no classes can be told: " +
                     std::string(why != nullptr ? why : "no reason is given") +
                     "; install Winnow anew, with the libraries of OpenCV",
                 path,
                 {}};
  }
  auto face_cascade = read_face_cascade();
  if (!face_cascade) return std::move(face_cascade).error();
  return ClassesModule{reinterpret_cast<OpenClassModel (*)()>(open)(),
                       reinterpret_cast<OpenOwnClasses (*)()>(open_own)(),
                       std::move(*face_cascade)};
}

}  // namespace winnow
