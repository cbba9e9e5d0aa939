#include "scanner/evidence/device_read.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <limits>
#include <utility>

#include "base/file.h"

namespace winnow {
namespace {

std::atomic<DeviceRead> read_in_force{&::pread};

// Places tried for a pulse, spread over a segment: enough to find a good one on a
// device that is worth reading.
constexpr std::uint64_t kPulsePlaces = 64;
constexpr std::uint64_t kPageBytes = 4096;

bool answers(int fd, std::uint64_t offset) {
  std::byte one{};
  ssize_t got = 0;
  do {
    got = device_read(fd, &one, 1, static_cast<off_t>(offset));
  } while (got < 0 && errno == EINTR);
  return got == 1;
}

}  // namespace

ssize_t device_read(int fd, void* target, std::size_t length, off_t offset) {
  return read_in_force.load(std::memory_order_relaxed)(fd, target, length, offset);
}

void set_device_read(DeviceRead read) {
  read_in_force.store(read, std::memory_order_relaxed);
}

bool reads_devices_directly() {
  return read_in_force.load(std::memory_order_relaxed) == &::pread;
}

Result<void> read_device(int fd, std::uint64_t offset, MutableBytes target,
                         const std::string& name) {
  while (!target.empty()) {
    if (offset > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) {
      return Fault{FaultKind::truncated, "ends before this place", name, offset};
    }
    const ssize_t got =
        device_read(fd, target.data(), target.size(), static_cast<off_t>(offset));
    if (got < 0) {
      if (errno == EINTR) continue;
      if (says_gone(errno)) return gone_fault(name);
      Fault fault = fault_from_errno(errno, "cannot be read", name);
      fault.offset = offset;
      return fault;
    }
    if (got == 0) {
      return Fault{FaultKind::truncated, "ends before this place", name, offset};
    }
    target = target.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

bool says_gone(int error_number) {
  return error_number == ENODEV || error_number == ENXIO || error_number == ENOMEDIUM ||
         error_number == ESHUTDOWN;
}

Fault gone_fault(const std::string& name) {
  return Fault{FaultKind::gone,
               "the device went away; connect it again and give the same command", name,
               std::nullopt};
}

DevicePulse::DevicePulse(const std::vector<Segment>& segments) {
  for (const Segment& segment : segments) {
    Fd borrowed(segment.fd);
    const auto size = size_of(borrowed, segment.name);
    borrowed.release();
    if (!size || *size == 0) continue;
    for (std::uint64_t i = 0; i < kPulsePlaces; ++i) {
      const std::uint64_t offset = *size / kPulsePlaces * i;
      if (answers(segment.fd, offset)) {
        places_.push_back({segment.fd, offset, segment.name});
        break;
      }
      if (*size < kPulsePlaces) break;
    }
  }
}

const std::string* DevicePulse::lost() const {
  for (const Place& place : places_) {
    // A hint; where the page stays in memory, a pulled device is noticed by other
    // reads.
    static_cast<void>(::posix_fadvise(
        place.fd, static_cast<off_t>(place.offset / kPageBytes * kPageBytes),
        static_cast<off_t>(kPageBytes), POSIX_FADV_DONTNEED));
    if (!answers(place.fd, place.offset)) return &place.name;
  }
  return nullptr;
}

}  // namespace winnow
