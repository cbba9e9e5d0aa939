#include "drivers/web/image_roots.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/text.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// The first file of each kind of image; further segments are found by the scan.
constexpr std::array<std::string_view, 14> kEndings = {
    ".raw", ".dd",   ".img", ".bin",  ".iso", ".e01", ".ex01",
    ".aff", ".vmdk", ".vhd", ".vhdx", ".001", ".000", ".dmg"};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

Fault not_below(const std::string& path) {
  return Fault{FaultKind::usage,
               "lies in none of the folders that the server was started with; name "
               "its folder with --images",
               printable_utf8(path), std::nullopt};
}

bool is_image(const std::string& name) {
  std::string small = name;
  std::transform(small.begin(), small.end(), small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::any_of(
      kEndings.begin(), kEndings.end(),
      [&small](std::string_view ending) { return small.ends_with(ending); });
}

// Sorts, and gives how many were too many.
template <typename Entry>
std::size_t keep_first(std::vector<Entry>& entries, std::size_t most) {
  std::sort(entries.begin(), entries.end());
  const std::size_t kept = std::min(most, entries.size());
  const std::size_t left = entries.size() - kept;
  entries.resize(kept);
  return left;
}

Result<void> list(Fd fd, FolderOfImages& folder) {
  const std::unique_ptr<DIR, CloseFolder> entries(::fdopendir(fd.get()));
  if (!entries) return fault_from_errno(errno, "cannot be read", folder.path);
  const int number = fd.release();  // the stream's own now
  while (const dirent* entry = ::readdir(entries.get())) {
    const std::string name = entry->d_name;
    struct stat info {};
    if (name.starts_with(".") ||
        ::fstatat(number, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
      continue;
    }
    const bool is_shown =
        S_ISDIR(info.st_mode) || (S_ISREG(info.st_mode) && is_image(name));
    if (!is_shown) continue;
    if (!is_printable_utf8(name)) {
      ++folder.left_out;
    } else if (S_ISDIR(info.st_mode)) {
      folder.folders.push_back(name);
    } else {
      folder.images.emplace_back(name, static_cast<std::uint64_t>(info.st_size));
    }
  }
  constexpr std::size_t kMost = FolderOfImages::kMostNames;
  folder.left_out += keep_first(folder.folders, kMost);
  folder.left_out += keep_first(folder.images, kMost - folder.folders.size());
  return {};
}

}  // namespace

Result<ImageRoots> ImageRoots::open(const std::vector<std::string>& folders) {
  ImageRoots roots;
  for (const std::string& folder : folders) {
    std::error_code error;
    const std::string path = fs::canonical(folder, error).string();
    if (error)
      return fault_from_errno(error.value(), "is no folder to choose from", folder);
    Fd fd(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd.is_open()) {
      return fault_from_errno(errno, "is no folder to choose from", folder);
    }
    roots.roots_.push_back({path, std::move(fd)});
  }
  return roots;
}

std::vector<std::string> ImageRoots::paths() const {
  std::vector<std::string> paths;
  for (const Root& root : roots_) paths.push_back(root.path);
  return paths;
}

Result<Fd> ImageRoots::open_below(const std::string& path, std::uint64_t flags) const {
  for (const Root& root : roots_) {
    const std::string start = root.path == "/" ? "/" : root.path + "/";
    if (path != root.path && !path.starts_with(start)) continue;
    const std::string rest = path == root.path ? "." : "./" + path.substr(start.size());
    open_how how{};
    how.flags = flags | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const long opened =
        ::syscall(SYS_openat2, root.folder.get(), rest.c_str(), &how, sizeof how);
    if (opened >= 0) return Fd(static_cast<int>(opened));
    if (errno == EXDEV || errno == ELOOP) return not_below(path);
    return fault_from_errno(errno, "cannot be opened", printable_utf8(path));
  }
  return not_below(path);
}

Result<FolderOfImages> ImageRoots::browse(const std::string& path) const {
  FolderOfImages folder;
  folder.path = path.empty() && !roots_.empty() ? roots_[0].path : path;
  while (folder.path.size() > 1 && folder.path.ends_with('/')) folder.path.pop_back();
  auto fd = open_below(folder.path, O_RDONLY | O_DIRECTORY);
  if (!fd) return std::move(fd).error();
  const bool is_root = std::any_of(roots_.begin(), roots_.end(), [&](const Root& root) {
    return root.path == folder.path;
  });
  if (!is_root) folder.parent = fs::path(folder.path).parent_path().string();
  if (auto listed = list(std::move(*fd), folder); !listed) {
    return std::move(listed).error();
  }
  return folder;
}

Result<void> ImageRoots::check(const std::string& path) const {
  const auto fd = open_below(path, O_PATH);
  if (!fd) return fd.error();
  struct stat info {};
  if (::fstat(fd->get(), &info) != 0) {
    return fault_from_errno(errno, "cannot be read", printable_utf8(path));
  }
  if (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) return {};
  return Fault{FaultKind::usage, "is neither an image nor a folder",
               printable_utf8(path), std::nullopt};
}

}  // namespace winnow
