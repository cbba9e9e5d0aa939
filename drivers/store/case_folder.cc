#include "drivers/store/case_folder.h"

#include <fcntl.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "base/checksum.h"
#include "drivers/store/case_versions.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxCaseFileBytes = 1 << 20;
constexpr std::size_t kMaxNameBytes = 80;

std::string case_file(const std::string& path) {
  return path + "/case.json";
}

Fault from_error(const std::error_code& error, std::string what, std::string place) {
  return fault_from_errno(error.value(), std::move(what), std::move(place));
}

// Whether case.json says that this is a case, and all of it can be read.
Result<void> check_case(const std::string& path) {
  const auto text = read_whole_file(case_file(path), kMaxCaseFileBytes);
  if (!text) return text.error();
  rapidjson::Document document;
  document.Parse(text->c_str(), text->size());
  if (document.HasParseError() || !document.IsObject() ||
      !document.HasMember("winnow_case") || !document["winnow_case"].IsInt()) {
    return Fault{FaultKind::malformed,
                 "is not a case file of Winnow; choose another --case", case_file(path),
                 std::nullopt};
  }
  const int format = document["winnow_case"].GetInt();
  if (format > kCaseFormat) {
    return newer_version("case format", format, kCaseFormat, case_file(path));
  }
  return check_case_versions(path);
}

std::string case_file_text(const std::string& made_by) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  writer.Key("winnow_case");
  writer.Int(kCaseFormat);
  writer.Key("made_by");
  writer.String(made_by.c_str());
  writer.EndObject();
  return std::string(buffer.GetString()) + "\n";
}

// Whether the folder is empty, but for what a case is begun with: a program that was
// killed then leaves no more.
bool was_just_begun(const std::string& path) {
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().filename() != "case.json.new") return false;
  }
  return !error;
}

}  // namespace

std::string as_file_name(const std::string& text) {
  std::string name;
  for (const char c : text.substr(0, kMaxNameBytes)) {
    const bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    name += stays ? c : '_';
  }
  if (name.empty() || name[0] == '.') name.insert(0, 1, '_');
  return name;
}

Result<void> CaseFolder::check(const std::string& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) return {};
  if (!fs::is_directory(status)) {
    return Fault{FaultKind::usage, "is a file; choose a folder for --case", path,
                 std::nullopt};
  }
  if (fs::exists(case_file(path), error)) return check_case(path);
  if (!was_just_begun(path)) {
    return Fault{FaultKind::usage,
                 "is a folder of other things, not a case; choose another --case", path,
                 std::nullopt};
  }
  return {};
}

Result<CaseFolder> CaseFolder::open(const std::string& path) {
  std::error_code error;
  if (!fs::exists(case_file(path), error)) {
    return Fault{FaultKind::missing,
                 "holds no case; give the folder of one with --case, or make one with "
                 "winnow scan",
                 path, std::nullopt};
  }
  if (auto checked = check_case(path); !checked) return std::move(checked).error();
  return CaseFolder(path);
}

Result<CaseFolder> CaseFolder::open_or_create(const std::string& path,
                                              const std::string& made_by) {
  if (auto checked = check(path); !checked) return std::move(checked).error();
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return from_error(error, "the case cannot be written", path);
  // First of all: by it a folder is known for a case.
  if (!fs::exists(case_file(path), error)) {
    const std::string text = case_file_text(made_by);
    if (auto put = replace_file(case_file(path), bytes_of(text)); !put) {
      return std::move(put).error();
    }
  }
  for (const std::string& folder : {path + "/journal", path + "/sets"}) {
    fs::create_directories(folder, error);
    if (error) return from_error(error, "the case cannot be written", folder);
  }
  return CaseFolder(path);
}

Result<bool> CaseFolder::try_lock() {
  if (lock_.is_open()) return true;
  auto file = open_read_only(case_file(path_));
  if (!file) return std::move(file).error();
  if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return false;
    return fault_from_errno(errno, "cannot be locked", path_);
  }
  lock_ = std::move(*file);
  return true;
}

Result<void> CaseFolder::lock() {
  const auto locked = try_lock();
  if (!locked) return locked.error();
  if (*locked) return {};
  return Fault{FaultKind::usage,
               "another winnow is writing to this case; wait for it, or choose another "
               "--case",
               path_, std::nullopt};
}

std::string CaseFolder::journal_path(const std::string& ref) const {
  std::array<char, 16> hex{};
  const auto sum = static_cast<std::uint32_t>(checksum64(bytes_of(ref)));
  std::snprintf(hex.data(), hex.size(), "%08x", sum);
  return path_ + "/journal/" + as_file_name(ref) + "-" + hex.data() + ".wj";
}

Result<std::vector<std::string>> CaseFolder::journals() const {
  return journals_in(path_);
}

Result<std::vector<std::string>> journals_in(const std::string& path) {
  std::vector<std::string> paths;
  const std::string folder = path + "/journal";
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".wj") paths.push_back(it->path().string());
  }
  // A program that was killed as it made the case leaves none.
  if (error && error != std::errc::no_such_file_or_directory) {
    return from_error(error, "cannot be listed", folder);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace winnow
