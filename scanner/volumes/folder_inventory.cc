// A folder of the host system as an exhibit. Names are sorted in each folder, so that
// the list does not depend on the order the host's file system keeps them in.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "scanner/evidence/device_read.h"
#include "scanner/volumes/inventory.h"
#include "scanner/volumes/run_list.h"

namespace winnow {
namespace {

struct DirectoryCloser {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

std::optional<Instant> instant(const timespec& time) {
  return Instant{time.tv_sec, static_cast<std::uint32_t>(time.tv_nsec)};
}

class FolderTaker {
 public:
  FolderTaker(int root_fd, Inventory& inventory) : root_fd_(root_fd), inv_(inventory) {}

  void take() {
    std::vector<std::string> pending = {""};
    while (!pending.empty()) {
      const std::string folder = std::move(pending.back());
      pending.pop_back();
      std::vector<std::string> below;
      list(folder, below);
      for (auto it = below.rbegin(); it != below.rend(); ++it) {
        pending.push_back(std::move(*it));
      }
    }
  }

 private:
  static std::string shown(const std::string& relative) {
    return "/volume-0/" + printable_utf8(relative);
  }

  void list(const std::string& folder, std::vector<std::string>& below) {
    Fd fd(::openat(root_fd_, folder.empty() ? "." : folder.c_str(),
                   O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NOATIME));
    if (!fd.is_open() && errno == EPERM) {  // only its owner may ask for that
      fd = Fd(::openat(root_fd_, folder.empty() ? "." : folder.c_str(),
                       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    }
    const std::unique_ptr<DIR, DirectoryCloser> dir(fd.is_open() ? ::fdopendir(fd.get())
                                                                 : nullptr);
    if (dir == nullptr && says_gone(errno)) inv_.gone = gone_fault(shown(folder));
    if (dir == nullptr) {
      inv_.problems.push_back(
          {shown(folder), 0, 0, "unreadable",
           fault_from_errno(errno, "the folder cannot be listed", "").line()});
      return;
    }
    fd.release();
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(dir.get())) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      take_entry(folder.empty() ? name : folder + "/" + name, below);
    }
  }

  void take_entry(std::string relative, std::vector<std::string>& below) {
    struct stat info {};
    FileRecord record;
    record.path = shown(relative);
    if (::fstatat(root_fd_, relative.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
      if (says_gone(errno)) inv_.gone = gone_fault(record.path);
      set_no_content(record, FileOutcome::unreadable,
                     fault_from_errno(errno, "cannot be read", "").line());
      return add(std::move(record), std::move(relative));
    }
    if (S_ISDIR(info.st_mode)) {
      below.push_back(std::move(relative));
      return;
    }
    record.inode = info.st_ino;
    // Without the time of access: to read a file may be to change it.
    record.times = {instant(info.st_mtim), std::nullopt, instant(info.st_ctim),
                    std::nullopt};
    if (S_ISLNK(info.st_mode)) {
      set_no_content(record, FileOutcome::skipped, "a symbolic link: not followed");
    } else if (!S_ISREG(info.st_mode)) {
      set_no_content(record, FileOutcome::skipped,
                     "a device, pipe or socket: no content");
    } else {
      record.size = static_cast<std::uint64_t>(info.st_size);
      const auto [known, fresh] = first_names_.emplace(
          std::pair(info.st_dev, info.st_ino), static_cast<FileId>(inv_.files.size()));
      if (fresh) {
        inv_.folder_bytes += record.size;
      } else {
        record.same_content_as = known->second;
      }
      constexpr std::uint64_t kBlockBytes = 512;  // of st_blocks, see stat(2)
      const std::uint64_t stored =
          static_cast<std::uint64_t>(info.st_blocks) * kBlockBytes;
      if (record.size > stored && record.size - stored > kMaxHoleBytes) {
        set_no_content(record, FileOutcome::failed,
                       "sparse: its holes are over the limit of " +
                           std::to_string(kMaxHoleBytes) + " bytes");
      }
    }
    add(std::move(record), std::move(relative));
  }

  void add(FileRecord record, std::string relative) {
    inv_.files.push_back(std::move(record));
    inv_.folder_paths.push_back(std::move(relative));
  }

  int root_fd_;
  Inventory& inv_;
  std::map<std::pair<dev_t, ino_t>, FileId> first_names_;
};

}  // namespace

Inventory take_folder_inventory(int directory_fd) {
  Inventory inventory;
  inventory.volumes.push_back({0, 0, 0, "folder", VolumeOutcome::examined, ""});
  inventory.library_volumes.emplace_back();
  FolderTaker(directory_fd, inventory).take();
  inventory.volumes.front().length = inventory.folder_bytes;
  return inventory;
}

}  // namespace winnow
