#include "drivers/devices/device_uses.h"

#include <sys/sysmacros.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

#include "base/text.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    entries.push_back(it->path());
  }
  return entries;
}

// Adds a device, its partitions, and what is made of them.
void add_device(const std::string& number, const SystemTables& tables,
                std::set<std::string>& all) {
  if (number.empty() || !all.insert(number).second) return;
  const fs::path folder = fs::path(tables.numbers) / number;
  std::error_code error;
  for (const fs::path& entry : entries_of(folder)) {
    if (!fs::exists(entry / "partition", error)) continue;
    add_device(first_line(entry / "dev"), tables, all);
  }
  for (const fs::path& holder : entries_of(folder / "holders")) {
    add_device(first_line(holder / "dev"), tables, all);
  }
}

bool is_same_file(const std::string& path, const struct stat& file) {
  struct stat other {};
  return ::stat(path.c_str(), &other) == 0 && other.st_dev == file.st_dev &&
         other.st_ino == file.st_ino;
}

// "" where there is no block device of that path.
std::string number_of_path(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || !S_ISBLK(info.st_mode)) return "";
  return device_number(info.st_rdev);
}

// The tables have blanks and the like in octal ("\040", proc(5)).
std::string decoded(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    std::uint8_t code = 0;
    const char* const end = text.data() + std::min<std::size_t>(text.size(), 4);
    const auto read = std::from_chars(text.data() + 1, end, code, 8);
    const bool is_code = text[0] == '\\' && text.size() >= 4 && read.ptr == end &&
                         read.ec == std::errc();
    plain += is_code ? static_cast<char>(code) : text[0];
    text.remove_prefix(is_code ? 4 : 1);
  }
  return plain;
}

void add_swaps(const SystemTables& tables, const std::set<std::string>& numbers,
               std::vector<std::string>& uses) {
  std::ifstream file(tables.swaps);
  for (std::string line; std::getline(file, line);) {
    const std::string number = number_of_path(decoded(line.substr(0, line.find(' '))));
    if (numbers.contains(number)) uses.push_back(number + " is swap");
  }
}

}  // namespace

std::string device_number(dev_t device) {
  return std::to_string(major(device)) + ":" + std::to_string(minor(device));
}

std::set<std::string> devices_over(const std::string& number,
                                   const SystemTables& tables) {
  std::set<std::string> all;
  add_device(number, tables, all);
  const fs::path folder = fs::path(tables.numbers) / number;
  std::error_code error;
  if (fs::exists(folder / "partition", error)) {
    all.insert(first_line(fs::canonical(folder, error).parent_path() / "dev"));
  }
  return all;
}

std::set<std::string> devices_over(const struct stat& file,
                                   const SystemTables& tables) {
  if (S_ISBLK(file.st_mode)) {
    return devices_over(device_number(file.st_rdev), tables);
  }
  std::set<std::string> all;
  for (const fs::path& device : entries_of(tables.devices)) {
    const std::string backing = first_line(device / "loop" / "backing_file");
    if (!backing.empty() && is_same_file(backing, file)) {
      add_device(first_line(device / "dev"), tables, all);
    }
  }
  return all;
}

// proc(5): ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS [FIELD...] - TYPE SOURCE ...
// Some file systems have a number of their own, so the source counts too.
std::vector<Mount> mounts_of(const std::set<std::string>& numbers,
                             const SystemTables& tables) {
  std::vector<Mount> mounts;
  std::ifstream file(tables.mounts);
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string ignored, number, place, word, type, source;
    fields >> ignored >> ignored >> number >> ignored >> place;
    while (fields >> word && word != "-") {
    }
    fields >> type >> source;
    if (!numbers.contains(number)) number = number_of_path(decoded(source));
    if (!numbers.contains(number)) continue;
    if (place.starts_with("//")) place.erase(0, 1);  // below a root of its own
    mounts.push_back({number, printable_utf8(decoded(place))});
  }
  return mounts;
}

std::vector<std::string> other_uses_of(const std::set<std::string>& numbers,
                                       const SystemTables& tables) {
  std::vector<std::string> uses;
  add_swaps(tables, numbers, uses);
  for (const std::string& number : numbers) {
    for (const fs::path& holder :
         entries_of(fs::path(tables.numbers) / number / "holders")) {
      uses.push_back(number + " is part of " +
                     printable_utf8(holder.filename().string()));
    }
  }
  return uses;
}

std::vector<std::string> uses_of(const struct stat& file, const SystemTables& tables) {
  const std::set<std::string> numbers = devices_over(file, tables);
  std::vector<std::string> uses = other_uses_of(numbers, tables);
  for (const Mount& mount : mounts_of(numbers, tables)) {
    uses.push_back(mount.number + " is mounted at " + mount.place);
  }
  std::sort(uses.begin(), uses.end());
  return uses;
}

}  // namespace winnow
