#include "scanner/examine/video/video_module.h"

#include <dlfcn.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace winnow {

Result<VideoModule> load_video_module() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) {
    return Fault{
        FaultKind::io, "cannot be read: " + error.message(), "/proc/self/exe", {}};
  }
  const std::string path = self.parent_path() / "libwinnow_video.so";
  void* module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* symbol = module != nullptr ? ::dlsym(module, "winnow_video_frames") : nullptr;
  if (symbol == nullptr) {
    const char* why = ::dlerror();
    return Fault{FaultKind::missing,
                 "cannot be loaded, so that no video can be examined: " +
                     std::string(why != nullptr ? why : "no reason is given") +
                     "; install Winnow anew, with FFmpeg's libraries",
                 path,
                 {}};
  }
  return VideoModule{reinterpret_cast<ReadVideoFrames (*)()>(symbol)()};
}

}  // namespace winnow
