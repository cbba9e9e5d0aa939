#include "scanner/supervise/exhibit_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <sstream>

#include "base/checksum.h"
#include "base/digest.h"
#include "base/text.h"
#include "scanner/supervise/segment_names.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSamples = 16;
constexpr std::uint64_t kSampleBytes = 4096;

Result<ExhibitFiles> open_folder(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (!fd.is_open()) return fault_from_errno(errno, "cannot be opened", path);
  ExhibitFiles exhibit{path, true, {}};
  exhibit.segments.push_back({std::move(fd), printable_utf8(path)});
  return exhibit;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  return names;
}

Result<ExhibitFiles> open_image(const std::string& path) {
  const fs::path first(path);
  const fs::path folder = first.has_parent_path() ? first.parent_path() : fs::path(".");
  auto names = segments_of(first.filename().string(), names_in(folder));
  if (!names) {
    Fault fault = std::move(names).error();
    fault.place = printable_utf8(path);
    return fault;
  }
  ExhibitFiles exhibit{path, false, {}};
  for (const std::string& name : *names) {
    const std::string segment =
        first.has_parent_path() ? (first.parent_path() / name).string() : name;
    auto fd = open_read_only(segment);
    if (!fd) {
      Fault fault = std::move(fd).error();
      fault.what += "; check its name and that you may read it";
      return fault;
    }
    exhibit.segments.push_back({std::move(*fd), printable_utf8(segment)});
  }
  return exhibit;
}

std::string hex64(std::uint64_t number) {
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = bytes.size(); i-- > 0; number >>= 8) {
    bytes[i] = static_cast<std::byte>(number & 0xFF);
  }
  return to_hex(bytes);
}

// Checksum of the page at `offset` of all segments one after the other; "-" if
// unreadable.
std::string sample(const ExhibitFiles& exhibit, const std::vector<std::uint64_t>& sizes,
                   std::uint64_t offset) {
  std::size_t i = 0;
  while (i + 1 < sizes.size() && offset >= sizes[i]) offset -= sizes[i++];
  std::array<std::byte, kSampleBytes> page{};
  const std::uint64_t left = sizes[i] > offset ? sizes[i] - offset : 0;
  const MutableBytes target =
      MutableBytes(page).first(static_cast<std::size_t>(std::min(left, kSampleBytes)));
  const EvidenceFile& file = exhibit.segments[i];
  if (!read_exactly(file.fd.get(), offset, target, file.name)) return "-";
  return hex64(checksum64(target));
}

std::vector<std::string> samples_in(const std::string& fingerprint) {
  const std::size_t at = fingerprint.find(";samples=");
  std::vector<std::string> samples;
  if (at == std::string::npos) return samples;
  std::istringstream list(fingerprint.substr(at + 9));
  for (std::string one; std::getline(list, one, ',');) samples.push_back(one);
  return samples;
}

}  // namespace

Result<ExhibitFiles> open_exhibit(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    Fault fault = fault_from_errno(errno, "cannot be opened", printable_utf8(path));
    fault.what += "; check the name, and that the device is connected";
    return fault;
  }
  if (S_ISDIR(info.st_mode)) return open_folder(path);
  if (S_ISREG(info.st_mode) || S_ISBLK(info.st_mode)) return open_image(path);
  return Fault{FaultKind::usage,
               "is neither an image, a block device nor a folder; give one of these",
               printable_utf8(path), std::nullopt};
}

std::uint64_t evidence_file_bytes(const ExhibitFiles& exhibit) {
  if (exhibit.is_folder) return 0;
  std::uint64_t bytes = 0;
  for (const EvidenceFile& file : exhibit.segments) {
    const auto size = size_of(file.fd, file.name);
    if (size) bytes += *size;
  }
  return bytes;
}

std::string fingerprint_of(const ExhibitFiles& exhibit) {
  if (exhibit.is_folder) {
    std::error_code error;
    const fs::path canonical = fs::canonical(exhibit.path, error);
    return "folder=" + printable_utf8(error ? exhibit.path : canonical.string());
  }
  std::vector<std::uint64_t> sizes;
  std::uint64_t total = 0;
  for (const EvidenceFile& file : exhibit.segments) {
    const auto size = size_of(file.fd, file.name);
    sizes.push_back(size ? *size : 0);
    total += sizes.back();
  }
  std::string text = "bytes=" + std::to_string(total) +
                     ";segments=" + std::to_string(sizes.size()) + ";samples=";
  for (std::uint64_t i = 0; i < kSamples; ++i) {
    if (i > 0) text += ',';
    text += sample(exhibit, sizes, total / kSamples * i);
  }
  return text;
}

bool same_evidence(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto ours = samples_in(a);
  const auto theirs = samples_in(b);
  if (ours.empty() || ours.size() != theirs.size()) return false;
  if (a.substr(0, a.find(";samples=")) != b.substr(0, b.find(";samples=")))
    return false;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (ours[i] != theirs[i] && ours[i] != "-" && theirs[i] != "-") return false;
  }
  return true;
}

}  // namespace winnow
