// A failing device for tests: an image file whose last 4 KiB say which of its sectors
// cannot be read, and after how many reads it is pulled. Hides nothing else: what says
// so stays a part of the device.
//
//   trailer = "WNBADSEC" reads:u64le count:u64le { sector:u64le } zeros   4096 bytes
//             reads: answered before the device is gone; 0: it stays
#ifndef WINNOW_TESTS_EVIDENCE_FAULTY_DEVICE_H_
#define WINNOW_TESTS_EVIDENCE_FAULTY_DEVICE_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace winnow {

inline constexpr std::size_t kFaultyTrailerBytes = 4096;
inline constexpr std::size_t kMaxBadSectors = (kFaultyTrailerBytes - 24) / 8;

[[nodiscard]] std::string faulty_trailer(const std::vector<std::uint64_t>& bad_sectors,
                                         std::uint64_t gone_after_reads = 0);

// A DeviceRead (scanner/evidence/device_read.h). A read that touches a bad sector fails
// whole with EIO, and so does every one once the device is gone. Files without a
// trailer are read as they are.
ssize_t read_faulty_device(int fd, void* target, std::size_t length, off_t offset);

}  // namespace winnow

#endif  // WINNOW_TESTS_EVIDENCE_FAULTY_DEVICE_H_
