// AttachedDevices: the disks that are attached to this machine now, as the system's
// tables tell of them, and whether one may be scanned as it is.
//
// Asks sysfs(5) and proc(5) and never a device. A device is an exhibit only if nothing
// can write to it: one that is writable, mounted, or in use otherwise, is refused until
// somebody names a reason. Texts come out of the devices' own memory: they are made
// printable. Functions without state, any thread.
#ifndef WINNOW_DRIVERS_DEVICES_ATTACHED_DEVICES_H_
#define WINNOW_DRIVERS_DEVICES_ATTACHED_DEVICES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "drivers/devices/device_uses.h"

namespace winnow {

struct AttachedDevice {
  std::string path;    // "/dev/sdb"
  std::string number;  // "8:16"
  std::string model;   // "" where it does not tell, and below
  std::string serial;
  std::string bus;  // "USB", "SATA or SAS", "NVMe", "card reader", "virtual"
  std::uint64_t bytes = 0;
  bool is_removable = false;
  bool is_read_only = false;
  bool is_of_this_system = false;       // this machine runs from it
  std::vector<std::string> mounted_at;  // it, its partitions, and what is made of them
  std::vector<std::string> other_uses;
  std::string refused;  // why it may not be scanned as it is; "" if it may
  std::string advice;   // what to do, in plain words
};

// Whole disks, by name; not those that are memory or hold no medium. `nodes` is where
// the system puts the devices' nodes.
[[nodiscard]] std::vector<AttachedDevice> attached_devices(
    const SystemTables& tables = {}, const std::string& nodes = "/dev");

}  // namespace winnow

#endif  // WINNOW_DRIVERS_DEVICES_ATTACHED_DEVICES_H_
