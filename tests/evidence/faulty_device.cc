#include "tests/evidence/faulty_device.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

namespace winnow {
namespace {

constexpr std::string_view kMagic = "WNBADSEC";

using DeviceId = std::pair<dev_t, ino_t>;

struct Device {
  std::vector<std::uint64_t> bad;  // sectors, rising
  bool is_pulled = false;          // some day
  std::uint64_t reads_left = 0;
};

Device look_at(int fd) {
  Device device;
  struct stat info {};
  std::array<std::uint64_t, kFaultyTrailerBytes / 8> trailer{};
  const bool has_trailer =
      ::fstat(fd, &info) == 0 && info.st_size >= off_t{kFaultyTrailerBytes} &&
      ::pread(fd, trailer.data(), kFaultyTrailerBytes,
              info.st_size - off_t{kFaultyTrailerBytes}) == kFaultyTrailerBytes &&
      std::memcmp(trailer.data(), kMagic.data(), kMagic.size()) == 0;
  if (!has_trailer) return device;
  device.is_pulled = trailer[1] != 0;
  device.reads_left = trailer[1];
  const auto count = std::min<std::uint64_t>(trailer[2], kMaxBadSectors);
  device.bad.assign(trailer.begin() + 3,
                    trailer.begin() + 3 + static_cast<std::ptrdiff_t>(count));
  std::sort(device.bad.begin(), device.bad.end());
  return device;
}

// Whether the device answers a read of these bytes.
bool answers(int fd, std::uint64_t offset, std::size_t length) {
  static std::mutex mutex;
  static std::map<DeviceId, Device> devices;  // descriptors are used again
  struct stat info {};
  if (::fstat(fd, &info) != 0) return false;
  const DeviceId id(info.st_dev, info.st_ino);
  const std::lock_guard lock(mutex);
  const auto known = devices.find(id);
  Device& device = known != devices.end()
                       ? known->second
                       : devices.emplace(id, look_at(fd)).first->second;
  if (device.is_pulled && device.reads_left == 0) return false;
  if (device.is_pulled) --device.reads_left;
  const auto bad = std::lower_bound(device.bad.begin(), device.bad.end(), offset / 512);
  return bad == device.bad.end() || *bad * 512 >= offset + length;
}

}  // namespace

std::string faulty_trailer(const std::vector<std::uint64_t>& bad_sectors,
                           std::uint64_t gone_after_reads) {
  std::array<std::uint64_t, kFaultyTrailerBytes / 8> trailer{};
  std::memcpy(trailer.data(), kMagic.data(), kMagic.size());
  trailer[1] = gone_after_reads;
  trailer[2] = bad_sectors.size();
  std::copy_n(bad_sectors.begin(), std::min(bad_sectors.size(), kMaxBadSectors),
              trailer.begin() + 3);
  return {reinterpret_cast<const char*>(trailer.data()), kFaultyTrailerBytes};
}

ssize_t read_faulty_device(int fd, void* target, std::size_t length, off_t offset) {
  if (answers(fd, static_cast<std::uint64_t>(offset), length)) {
    return ::pread(fd, target, length, offset);
  }
  errno = EIO;
  return -1;
}

}  // namespace winnow
