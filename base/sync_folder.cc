#include "base/sync_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"

namespace winnow {

Result<void> sync_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "."
                             : slash == 0               ? "/"
                                                        : path.substr(0, slash);
  const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.is_open()) return fault_from_errno(errno, "cannot be opened", folder);
  if (::fsync(fd.get()) != 0 && errno != EINVAL && errno != EROFS) {
    return fault_from_errno(errno, "cannot be brought to the disk", folder);
  }
  return {};
}

}  // namespace winnow
