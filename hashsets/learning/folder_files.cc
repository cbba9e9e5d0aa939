#include "hashsets/learning/folder_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

namespace winnow {
namespace {

// A file costs as many opens as it lies deep. Nobody files things deeper than this; who
// does is told.
constexpr std::size_t kDeepest = 256;

// A pipe that is put where a file was shall not make anybody wait.
constexpr int kNoFollow = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

FileStamp stamp_from(const struct stat& info) {
  return {static_cast<std::uint64_t>(info.st_size), nanoseconds(info.st_mtim),
          nanoseconds(info.st_ctim)};
}

struct CloseFolder {
  void operator()(DIR* stream) const { ::closedir(stream); }
};

class Walk {
 public:
  explicit Walk(const Fd& folder) : folder_(folder) {}

  Result<FolderFiles> run(const std::string& name) {
    if (const int error = list(""); error != 0) {
      return fault_from_errno(error, "cannot be read as a folder", name);
    }
    while (!waiting_.empty()) {
      const std::string path = std::exchange(waiting_.back(), {});
      waiting_.pop_back();
      const int error = list(path);
      if (error != 0) note_unreadable(path, error);
    }
    const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
    std::sort(found_.files.begin(), found_.files.end(), by_path);
    std::sort(found_.links.begin(), found_.links.end());
    std::sort(found_.special.begin(), found_.special.end());
    return std::move(found_);
  }

 private:
  // Of the folder at `path`, "" for the whole; an errno if it cannot be read.
  int list(const std::string& path) {
    auto fd =
        path.empty()
            ? Result<Fd>(Fd(::openat(folder_.get(), ".", kNoFollow | O_DIRECTORY)))
            : open_in_folder(folder_, path);
    if (!fd || !fd->is_open()) return errno;
    const int number = fd->get();
    const std::unique_ptr<DIR, CloseFolder> stream(::fdopendir(number));
    if (!stream) return errno;
    static_cast<void>(fd->release());  // the stream's from here on
    for (;;) {
      errno = 0;
      const dirent* const entry = ::readdir(stream.get());
      if (entry == nullptr) return errno;
      const std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      take(number, name, path.empty() ? name : path + "/" + name);
    }
  }

  void take(int folder, const std::string& name, std::string path) {
    struct stat info {};
    if (::fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
      note_unreadable(path, errno);
    } else if (S_ISREG(info.st_mode)) {
      found_.files.push_back({std::move(path), stamp_from(info)});
    } else if (S_ISLNK(info.st_mode)) {
      found_.links.push_back(std::move(path));
    } else if (!S_ISDIR(info.st_mode)) {
      found_.special.push_back(std::move(path));
    } else if (std::count(path.begin(), path.end(), '/') >=
               static_cast<std::ptrdiff_t>(kDeepest)) {
      found_.unreadable.push_back({std::move(path), "lies too deep"});
    } else {
      waiting_.push_back(std::move(path));
    }
  }

  void note_unreadable(const std::string& path, int error) {
    const Fault fault = fault_from_errno(error, "cannot be read", "");
    found_.unreadable.push_back({path, fault.what});
  }

  const Fd& folder_;
  std::vector<std::string> waiting_;
  FolderFiles found_;
};

}  // namespace

Result<FolderFiles> list_folder(const Fd& folder, const std::string& name) {
  return Walk(folder).run(name);
}

Result<Fd> open_in_folder(const Fd& folder, const std::string& path) {
  Fd parent;
  for (std::size_t begin = 0;;) {
    const std::size_t end = path.find('/', begin);
    const std::string part = path.substr(begin, end - begin);
    const int from = parent.is_open() ? parent.get() : folder.get();
    const bool is_last = end == std::string::npos;
    Fd next(::openat(from, part.c_str(), kNoFollow | (is_last ? 0 : O_DIRECTORY)));
    if (!next.is_open()) return fault_from_errno(errno, "cannot be opened", path);
    if (is_last) return next;
    parent = std::move(next);
    begin = end + 1;
  }
}

Result<FileStamp> stamp_of(const Fd& file, const std::string& path) {
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) {
    return fault_from_errno(errno, "cannot be read", path);
  }
  if (!S_ISREG(info.st_mode)) {
    return Fault{FaultKind::io, "is no file any more", path, std::nullopt};
  }
  return stamp_from(info);
}

}  // namespace winnow
