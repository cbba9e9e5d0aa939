#include "drivers/store/new_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <vector>

#include "base/digester.h"
#include "base/file.h"
#include "base/sync_folder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

// Whatever it is, a link that leads nowhere included.
bool is_there(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0;
}

// Calls `take` with one piece after the other, of so many bytes in all or fewer.
Result<std::string> digest_pieces(const Fd& file, std::uint64_t bytes,
                                  const std::string& path,
                                  const std::function<Result<void>(Bytes)>& take) {
  AlgorithmSet algorithms;
  algorithms.add(Algorithm::sha256);
  Digester digester(algorithms);
  std::vector<std::byte> piece(kPieceBytes);
  std::uint64_t at = 0;
  while (at < bytes) {
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), bytes - at));
    const ssize_t got =
        ::pread(file.get(), piece.data(), wanted, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fault_from_errno(errno, "cannot be read", path);
    if (got == 0) break;  // it was cut off since
    const auto part = Bytes(piece).first(static_cast<std::size_t>(got));
    digester.update(part);
    if (auto taken = take(part); !taken) return std::move(taken).error();
    at += part.size();
  }
  return digester.finish().get(Algorithm::sha256)->hex();
}

}  // namespace

Result<void> check_nothing_at(const std::string& path, const std::string& option) {
  const auto refused = [&](const std::string& what) {
    return Fault{FaultKind::usage, what + "; choose another " + option,
                 path.empty() ? option : path, std::nullopt};
  };
  if (path.empty()) return refused("must not be empty");
  const fs::path folder = fs::path(path).parent_path();
  std::error_code error;
  if (!folder.empty() && !fs::is_directory(folder, error)) {
    return refused("lies in a folder that is not there");
  }
  if (!is_there(path)) return {};
  return Fault{
      FaultKind::usage,
      "is there already, and nothing is ever overwritten; choose another " + option,
      path, std::nullopt};
}

Result<void> take_new_name(const std::string& part, const std::string& path,
                           const std::string& option) {
  if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) ==
      0) {
    return {};
  }
  // Not every file system knows how to refuse.
  const bool is_refused = errno != EINVAL && errno != ENOSYS;
  if (is_refused || is_there(path) || ::rename(part.c_str(), path.c_str()) != 0) {
    return fault_from_errno(errno, "cannot take its name; choose another " + option,
                            path);
  }
  return {};
}

Fault part_is_there(const std::string& part, const std::string& option) {
  return {FaultKind::usage,
          "is being written by another winnow, or is left of one that was killed; "
          "remove it, or choose another " +
              option,
          part, std::nullopt};
}

Result<NewFolder> NewFolder::begin(const std::string& path, const std::string& option) {
  // "folder/" is as good a name for it.
  std::string name = path;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  if (auto checked = check_nothing_at(name, option); !checked) {
    return std::move(checked).error();
  }
  NewFolder folder(name, option);
  if (::mkdir(folder.part_.c_str(), 0755) == 0) return folder;
  const int why = errno;
  const std::string part = std::exchange(folder.part_, "");
  if (why == EEXIST) return part_is_there(part, option);
  return fault_from_errno(why, "cannot be made; choose another " + option, part);
}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : path_(std::move(other.path_)),
      part_(std::exchange(other.part_, "")),
      option_(std::move(other.option_)) {}

NewFolder::~NewFolder() {
  if (part_.empty()) return;
  std::error_code error;
  fs::remove_all(part_, error);
}

Result<void> NewFolder::commit() {
  if (auto synced = sync_folder_of(part_ + "/."); !synced) return synced;
  if (auto taken = take_new_name(part_, path_, option_); !taken) return taken;
  part_.clear();
  return sync_folder_of(path_);
}

Result<CopiedFile> copy_file_into(const std::string& folder, const std::string& to,
                                  const std::string& from) {
  const std::string path = folder + "/" + to;
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  const auto source = open_read_only(from);
  if (!source) return source.error();
  const auto bytes = size_of(*source, from);
  if (!bytes) return bytes.error();
  const Fd target(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!target.is_open()) return fault_from_errno(errno, "cannot be written", path);
  CopiedFile copied;
  auto digest = digest_pieces(*source, *bytes, from, [&](Bytes piece) {
    copied.bytes += piece.size();
    return write_all(target.get(), piece, path);
  });
  if (!digest) return std::move(digest).error();
  copied.sha256 = std::move(*digest);
  if (::fsync(target.get()) != 0) {
    return fault_from_errno(errno, "cannot be brought to the disk", path);
  }
  if (auto synced = sync_folder_of(path); !synced) return std::move(synced).error();
  return copied;
}

Result<std::string> sha256_of_file(const std::string& path) {
  const auto file = open_read_only(path);
  if (!file) return file.error();
  const auto bytes = size_of(*file, path);
  if (!bytes) return bytes.error();
  return digest_pieces(*file, *bytes, path, [](Bytes) { return Result<void>(); });
}

}  // namespace winnow
