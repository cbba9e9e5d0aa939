#include "drivers/selftest/selftest_record.h"

#include <rapidjson/document.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/bytes.h"
#include "base/file.h"
#include "base/text.h"
#include "drivers/answers/json.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecordName = "/selftest.json";
constexpr std::uint64_t kMostRecordBytes = std::uint64_t{1} << 20;
constexpr const char* kNotARecord =
    "is no record of a self-test; remove it and run winnow selftest again";

std::string of_environment(const char* name) {
  const char* const value = std::getenv(name);
  return value ? value : "";
}

// "" where nothing says it. By the XDG base directory specification a path that is not
// absolute counts as none.
std::string named_folder() {
  if (auto named = of_environment("WINNOW_STATE"); !named.empty()) return named;
  const std::string state = of_environment("XDG_STATE_HOME");
  if (state.starts_with('/')) return state + "/winnow";
  const std::string home = of_environment("HOME");
  return home.starts_with('/') ? home + "/.local/state/winnow" : "";
}

// What others may write to proves nothing.
Result<void> check_owner(const std::string& folder) {
  struct stat info {};
  if (::stat(folder.c_str(), &info) != 0) {
    return fault_from_errno(errno, "cannot be looked at", folder);
  }
  if (!S_ISDIR(info.st_mode)) {
    return Fault{FaultKind::usage, "is no folder; set WINNOW_STATE to another", folder,
                 std::nullopt};
  }
  if (info.st_uid == ::geteuid() && (info.st_mode & (S_IWGRP | S_IWOTH)) == 0) {
    return {};
  }
  return Fault{FaultKind::usage,
               "may be written to by others, so that what it records proves nothing; "
               "make it your own (chown, chmod 700), or set WINNOW_STATE to another",
               folder, std::nullopt};
}

std::string json_of(const SelftestRecord& record) {
  return Json()
      .begin()
      .flag("passed", record.has_passed)
      .number("at", record.at)
      .text("version", record.tool_version)
      .text("machine", record.machine)
      .count("checks", record.checks)
      .count("failed", record.failed)
      .text("line", record.line)
      .end()
      .done();
}

bool holds_record(const rapidjson::Document& document) {
  if (document.HasParseError() || !document.IsObject()) return false;
  for (const char* name : {"version", "machine", "line"}) {
    if (!document.HasMember(name) || !document[name].IsString()) return false;
  }
  for (const char* name : {"checks", "failed"}) {
    if (!document.HasMember(name) || !document[name].IsUint()) return false;
  }
  return document.HasMember("at") && document["at"].IsInt64() &&
         document.HasMember("passed") && document["passed"].IsBool();
}

// As the kernel names it; "" where it does not.
std::string processor() {
  std::ifstream facts("/proc/cpuinfo");
  for (std::string line; std::getline(facts, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t at = line.find(": ");
    return at == std::string::npos ? "" : line.substr(at + 2);
  }
  return "";
}

std::string text_of(const rapidjson::Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

}  // namespace

std::string this_machine() {
  utsname names{};
  if (::uname(&names) != 0) return "";
  std::string text =
      std::string(names.sysname) + " " + names.release + " " + names.machine;
  if (const std::string model = processor(); !model.empty()) text += ", " + model;
  return printable_utf8(text);
}

Result<std::string> state_folder() {
  const std::string folder = named_folder();
  if (folder.empty()) {
    return Fault{FaultKind::usage,
                 "there is no home folder to keep records in; set WINNOW_STATE", "",
                 std::nullopt};
  }
  std::error_code error;
  fs::create_directories(fs::path(folder).parent_path(), error);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return fault_from_errno(errno, "cannot be made; set WINNOW_STATE to another folder",
                            folder);
  }
  if (auto owned = check_owner(folder); !owned) return std::move(owned).error();
  return folder;
}

Result<std::optional<SelftestRecord>> last_selftest() {
  const std::string folder = named_folder();
  const std::string path = folder + kRecordName;
  if (folder.empty() || ::access(path.c_str(), F_OK) != 0) {
    return std::optional<SelftestRecord>();
  }
  if (auto owned = check_owner(folder); !owned) return std::move(owned).error();
  const auto text = read_whole_file(path, kMostRecordBytes);
  if (!text) return text.error();
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(text->data(), text->size());
  if (!holds_record(document)) {
    return Fault{FaultKind::malformed, kNotARecord, path, std::nullopt};
  }
  return std::optional(
      SelftestRecord{document["passed"].GetBool(), document["at"].GetInt64(),
                     text_of(document["version"]), text_of(document["machine"]),
                     document["checks"].GetUint(), document["failed"].GetUint(),
                     text_of(document["line"])});
}

Result<void> keep_selftest(const SelftestRecord& record) {
  const auto folder = state_folder();
  if (!folder) return folder.error();
  const std::string text = json_of(record) + "\n";
  return replace_file(*folder + kRecordName, bytes_of(text));
}

}  // namespace winnow
