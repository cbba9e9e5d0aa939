#include "drivers/selftest/practice_pack.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/file.h"
#include "drivers/store/new_folder.h"

namespace winnow {
namespace {

constexpr std::string_view kMagic = "WNPRACT1";
constexpr std::uint64_t kMostFileBytes = std::uint64_t{1} << 30;

Fault malformed(std::uint64_t at) {
  return {FaultKind::malformed, "is damaged; install Winnow again",
          "the practice exhibits in the program", at};
}

// Reads on from a place; nothing once the pack has ended.
class PackReader {
 public:
  explicit PackReader(Bytes pack) : pack_(pack) {}

  template <typename T>
  std::optional<T> number() {
    const auto value = read_le<T>(pack_, at_);
    if (value) at_ += sizeof(T);
    return value;
  }
  std::optional<Bytes> bytes(std::uint64_t length) {
    const auto piece = part(pack_, at_, length);
    if (piece) at_ += length;
    return piece;
  }
  std::optional<std::string> text() {
    const auto length = number<std::uint16_t>();
    const auto piece = length ? bytes(*length) : std::nullopt;
    if (!piece) return std::nullopt;
    return std::string(text_of(*piece));
  }
  [[nodiscard]] std::uint64_t at() const { return at_; }
  [[nodiscard]] bool is_at_end() const { return at_ == pack_.size(); }

 private:
  Bytes pack_;
  std::uint64_t at_ = 0;
};

// Relative, and never out of its folder.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '/' &&
         name.find("..") == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

Result<FileReplacement> begin_file(const std::string& path, std::uint64_t size) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  auto file = FileReplacement::begin(path);
  if (file && ::ftruncate(file->fd(), static_cast<off_t>(size)) != 0) {
    return fault_from_errno(errno, "cannot be written", path);
  }
  return file;
}

// What an earlier run has put there stays; what somebody else has, too.
Result<void> put_in_place(FileReplacement& file, const std::string& path,
                          const std::string& sha256) {
  if (::access(path.c_str(), F_OK) != 0) return file.commit();
  const auto found = sha256_of_file(path);
  if (!found) return found.error();
  if (*found == sha256) return {};
  return Fault{FaultKind::usage,
               "is there already and no practice file of this version; name another "
               "folder",
               path, std::nullopt};
}

Result<void> write_piece(PackReader& pack, int file, std::uint64_t size,
                         const std::string& path) {
  const auto offset = pack.number<std::uint64_t>();
  const auto length = pack.number<std::uint32_t>();
  const auto kind = pack.number<std::uint8_t>();
  if (!offset || !length || !kind || *kind > 1 || *offset > size ||
      *length > size - *offset) {
    return malformed(pack.at());
  }
  const auto stored = pack.bytes(*kind == 1 ? 1 : *length);
  if (!stored) return malformed(pack.at());
  if (*kind == 0) return write_at(file, *offset, *stored, path);
  const std::vector<std::byte> repeated(*length, (*stored)[0]);
  return write_at(file, *offset, repeated, path);
}

Result<PracticeFile> write_file(PackReader& pack, const std::string& folder) {
  const auto name = pack.text();
  const auto sha256 = pack.text();
  const auto size = pack.number<std::uint64_t>();
  const auto pieces = pack.number<std::uint32_t>();
  if (!name || !sha256 || !size || !pieces || !is_plain_name(*name) ||
      *size > kMostFileBytes) {
    return malformed(pack.at());
  }
  const std::string path = folder + "/" + *name;
  auto file = begin_file(path, *size);
  if (!file) return std::move(file).error();
  for (std::uint32_t i = 0; i < *pieces; ++i) {
    auto written = write_piece(pack, file->fd(), *size, path);
    if (!written) return std::move(written).error();
  }
  if (auto placed = put_in_place(*file, path, *sha256); !placed) {
    return std::move(placed).error();
  }
  return PracticeFile{*name, *size, *sha256};
}

}  // namespace

Result<std::vector<PracticeFile>> write_practice_files(Bytes pack,
                                                       const std::string& folder) {
  PackReader reader(pack);
  const auto magic = reader.bytes(kMagic.size());
  const auto count = reader.number<std::uint32_t>();
  if (!magic || text_of(*magic) != kMagic || !count) return malformed(0);
  std::vector<PracticeFile> files;
  for (std::uint32_t i = 0; i < *count; ++i) {
    auto file = write_file(reader, folder);
    if (!file) return std::move(file).error();
    files.push_back(std::move(*file));
  }
  if (!reader.is_at_end()) return malformed(reader.at());
  return files;
}

}  // namespace winnow
