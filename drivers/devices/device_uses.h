// What a device is in use for, so that nobody measures one by mistake.
//
// Asks the system's tables and never the device. Functions without state, any thread.
#ifndef WINNOW_DRIVERS_DEVICES_DEVICE_USES_H_
#define WINNOW_DRIVERS_DEVICES_DEVICE_USES_H_

#include <sys/stat.h>

#include <set>
#include <string>
#include <vector>

namespace winnow {

// Where the tables lie (proc(5), sysfs(5)).
struct SystemTables {
  std::string mounts = "/proc/self/mountinfo";
  std::string swaps = "/proc/swaps";
  std::string numbers = "/sys/dev/block";  // of each block device, by "major:minor"
  std::string devices = "/sys/block";      // by name
};

// "8:1".
[[nodiscard]] std::string device_number(dev_t device);

// The "major:minor" of every block device that holds bytes of this one: itself, its
// partitions, what is made of it (encryption, LVM, RAID, a loop), and the whole device
// if it is a partition. `file` is of a block device, or of a regular file, whose
// devices are the loops over it.
[[nodiscard]] std::set<std::string> devices_over(const struct stat& file,
                                                 const SystemTables& tables = {});

// The same of a block device that is known by its number.
[[nodiscard]] std::set<std::string> devices_over(const std::string& number,
                                                 const SystemTables& tables = {});

struct Mount {
  std::string number;  // of the device
  std::string place;
};
// Of these devices, in the order of the table.
[[nodiscard]] std::vector<Mount> mounts_of(const std::set<std::string>& numbers,
                                           const SystemTables& tables = {});
// What of these devices is swap, and what is made of them, one text each.
[[nodiscard]] std::vector<std::string> other_uses_of(
    const std::set<std::string>& numbers, const SystemTables& tables = {});

// What they are in use for, one text each, such as "8:1 is mounted at /mnt"; none if
// the device is idle. Sorted.
[[nodiscard]] std::vector<std::string> uses_of(const struct stat& file,
                                               const SystemTables& tables = {});

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DEVICES_DEVICE_USES_H_
