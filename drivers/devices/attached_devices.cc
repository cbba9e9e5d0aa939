#include "drivers/devices/attached_devices.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/file.h"
#include "base/text.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// sysfs counts in these, whatever the device's own sectors are.
constexpr std::uint64_t kSectorBytes = 512;
constexpr std::size_t kLongestText = 256;

// Memory, and parts that other devices are made of: none of them is an exhibit.
constexpr std::array<std::string_view, 5> kNoDisks = {"ram", "zram", "dm-", "md", "fd"};
constexpr std::array<std::string_view, 9> kSystemPlaces = {
    "/",     "/boot", "/boot/efi",           "/usr",
    "/var",  "/home", "/run/initramfs/live", "/usr/lib/live/mount/medium",
    "/cdrom"};
// What a live system runs from, and keeps.
constexpr std::string_view kLivePlaces = "/run/live/";

constexpr char kProperAdvice[] =
    "Attach it through a hardware write blocker, or switch it to read-only, and do not "
    "mount it.";

// Without the blanks that such texts are filled up with.
std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  line.resize(std::min(line.size(), kLongestText));
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return printable_utf8(line.substr(first, line.find_last_not_of(" \t") - first + 1));
}

std::uint64_t number_of(const fs::path& path) {
  const std::string text = text_of(path);
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string bus_of(const std::string& name, const fs::path& folder) {
  std::error_code error;
  const std::string place = fs::canonical(folder, error).string();
  const auto lies_on = [&place](std::string_view part) {
    return place.find(part) != std::string::npos;
  };
  if (lies_on("/usb")) return "USB";
  if (name.starts_with("nvme")) return "NVMe";
  if (name.starts_with("mmcblk")) return "card reader";
  if (name.starts_with("loop") || lies_on("/virtio")) return "virtual";
  if (name.starts_with("sd") || name.starts_with("sr")) return "SATA or SAS";
  return "";
}

bool is_system_place(const std::string& place) {
  return place.starts_with(kLivePlaces) ||
         std::find(kSystemPlaces.begin(), kSystemPlaces.end(), place) !=
             kSystemPlaces.end();
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

void judge(AttachedDevice& device) {
  if (device.is_of_this_system) {
    device.refused = "this computer runs from it";
    device.advice =
        "It is part of the computer you are working on. To examine the computer "
        "itself, start it from a Winnow stick or take the disk out.";
    return;
  }
  if (!device.mounted_at.empty()) {
    device.refused = "it is mounted at " + joined(device.mounted_at);
    device.advice = "Unmount it, and keep the system from mounting disks by itself. ";
    device.advice += kProperAdvice;
  } else if (!device.other_uses.empty()) {
    device.refused = "it is in use: " + joined(device.other_uses);
    device.advice = kProperAdvice;
  } else if (!device.is_read_only) {
    device.refused =
        "it can be written to: nothing keeps this computer from changing "
        "it";
    device.advice = kProperAdvice;
  } else {
    device.advice =
        "It is read-only and not seen to be mounted. Write-block it in hardware where "
        "you can: the system's own read-only switch is the weaker one.";
  }
}

// sysfs has "!" for "/" in names, as in "cciss!c0d0".
std::string node_of(const std::string& nodes, std::string name) {
  std::replace(name.begin(), name.end(), '!', '/');
  return nodes + "/" + name;
}

// Whether something holds it for itself that the tables do not show, such as a mount
// that another part of the system has to itself. Nothing is read, and a drive that is
// open stays open.
bool is_held(const std::string& node) {
  struct stat info {};
  if (::stat(node.c_str(), &info) != 0 || !S_ISBLK(info.st_mode)) return false;
  const Fd held(::open(node.c_str(), O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC));
  return held.get() < 0 && errno == EBUSY;
}

AttachedDevice device_of(const std::string& name, const fs::path& folder,
                         const SystemTables& tables, const std::string& nodes) {
  AttachedDevice device;
  const std::string node = node_of(nodes, name);
  device.path = printable_utf8(node);
  device.number = text_of(folder / "dev");
  const std::string vendor = text_of(folder / "device" / "vendor");
  device.model = text_of(folder / "device" / "model");
  // "ATA" says nothing, and numbers (0x1af4) are no names.
  if (!vendor.empty() && vendor != "ATA" && !vendor.starts_with("0x")) {
    device.model = vendor + (device.model.empty() ? "" : " " + device.model);
  }
  if (device.model.empty()) device.model = text_of(folder / "loop" / "backing_file");
  device.serial = text_of(folder / "device" / "serial");
  if (device.serial.empty()) device.serial = text_of(folder / "serial");
  device.bus = bus_of(name, folder);
  device.bytes = number_of(folder / "size") * kSectorBytes;
  device.is_removable = number_of(folder / "removable") == 1;
  device.is_read_only = number_of(folder / "ro") == 1;
  const std::set<std::string> numbers = devices_over(device.number, tables);
  for (const Mount& mount : mounts_of(numbers, tables)) {
    device.mounted_at.push_back(mount.place);
    device.is_of_this_system |= is_system_place(mount.place);
  }
  device.other_uses = other_uses_of(numbers, tables);
  const bool has_known_use = !device.mounted_at.empty() || !device.other_uses.empty();
  if (!has_known_use && is_held(node)) {
    device.other_uses.emplace_back(
        "another program, or a mount out of sight, holds it");
  }
  judge(device);
  return device;
}

bool is_disk(const std::string& name) {
  return std::none_of(kNoDisks.begin(), kNoDisks.end(),
                      [&name](std::string_view no) { return name.starts_with(no); });
}

}  // namespace

std::vector<AttachedDevice> attached_devices(const SystemTables& tables,
                                             const std::string& nodes) {
  std::vector<AttachedDevice> devices;
  std::error_code error;
  for (fs::directory_iterator it(tables.devices, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (!is_disk(name)) continue;
    AttachedDevice device = device_of(name, it->path(), tables, nodes);
    if (device.bytes > 0) devices.push_back(std::move(device));
  }
  std::sort(
      devices.begin(), devices.end(),
      [](const AttachedDevice& a, const AttachedDevice& b) { return a.path < b.path; });
  return devices;
}

}  // namespace winnow
