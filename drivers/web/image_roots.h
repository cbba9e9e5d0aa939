// ImageRoots: the folders in which images may be chosen from the page, and nothing
// beside them.
//
// What is asked for is opened below its root by the kernel's own rule (openat2(2),
// RESOLVE_BENEATH): no "..", and no symbolic link, leads out. That is so when it is
// asked: a scan opens the path anew, by its name, and whoever can write below a root
// can lead it elsewhere between. Immutable; any thread.
#ifndef WINNOW_DRIVERS_WEB_IMAGE_ROOTS_H_
#define WINNOW_DRIVERS_WEB_IMAGE_ROOTS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace winnow {

// At most kMostNames in all, folders before images, of each the first ones by name.
struct FolderOfImages {
  static constexpr std::size_t kMostNames = 1'000;
  std::string path;
  std::string parent;                // "" for a root
  std::vector<std::string> folders;  // names, sorted, as all here
  std::vector<std::pair<std::string, std::uint64_t>> images;  // name, bytes
  // Beyond those, and names that cannot be shown as they are.
  std::uint64_t left_out = 0;
};

class ImageRoots {
 public:
  // A fault names a folder that cannot be opened.
  [[nodiscard]] static Result<ImageRoots> open(const std::vector<std::string>& folders);

  [[nodiscard]] std::vector<std::string> paths() const;  // absolute
  // Folders, and the first files of images, in one; "" is the first root.
  [[nodiscard]] Result<FolderOfImages> browse(const std::string& folder) const;
  // A fault unless it is a file or folder below a root.
  [[nodiscard]] Result<void> check(const std::string& path) const;

 private:
  struct Root {
    std::string path;
    Fd folder;
  };
  [[nodiscard]] Result<Fd> open_below(const std::string& path,
                                      std::uint64_t flags) const;

  std::vector<Root> roots_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_IMAGE_ROOTS_H_
