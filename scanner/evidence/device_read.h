// How evidence is read from its descriptors, and how a device that went away is told
// from one with a bad sector.
//
// All reads of raw images, EWF2 images and libbfio go through here (afflib reads by
// itself). Any thread may call anything; set_device_read() is for the start of a test
// program.
#ifndef WINNOW_SCANNER_EVIDENCE_DEVICE_READ_H_
#define WINNOW_SCANNER_EVIDENCE_DEVICE_READ_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/evidence/evidence.h"

namespace winnow {

// As pread(2), with its errno.
using DeviceRead = ssize_t (*)(int fd, void* target, std::size_t length, off_t offset);

// The read in force: pread(2), unless a test put a failing device in its place.
[[nodiscard]] ssize_t device_read(int fd, void* target, std::size_t length,
                                  off_t offset);
void set_device_read(DeviceRead read);
// Whether nothing was put in its place.
[[nodiscard]] bool reads_devices_directly();

// Reads exactly target.size() bytes at `offset`, as read_exactly() does: a fault's
// offset is the first byte that was not had, and all before it are in `target`. A
// device that is said to be gone is FaultKind::gone.
[[nodiscard]] Result<void> read_device(int fd, std::uint64_t offset,
                                       MutableBytes target, const std::string& name);

// Whether this error number says that a device is gone, and not that a read failed.
[[nodiscard]] bool says_gone(int error_number);
[[nodiscard]] Fault gone_fault(const std::string& name);

// A place of each segment that was read once. One that cannot be read any more belongs
// to a device that went away: many systems say no more than EIO when a USB device is
// pulled.
class DevicePulse {
 public:
  DevicePulse() = default;
  explicit DevicePulse(const std::vector<Segment>& segments);

  // The first segment that does not answer any more. Asks the devices, not what the
  // system keeps in memory of them.
  [[nodiscard]] const std::string* lost() const;

 private:
  struct Place {
    int fd = -1;
    std::uint64_t offset = 0;
    std::string name;
  };
  std::vector<Place> places_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_DEVICE_READ_H_
