// What unlocks a BitLocker volume, as its metadata says in the clear.
//
// Source: the libbde project, "BitLocker Drive Encryption (BDE) format" (Windows 7 and
// later). All little endian.
//
//   volume header    offsets of three copies of the metadata: three u64 at 176, on
//                    BitLocker To Go at 440
//   metadata         64 bytes "-FVE-FS-" size:u16 version:u16 ...
//                    48 bytes size:u32 version:u32 header_size:u32 ..., then entries
//   entry            size:u16 type:u16 value_type:u16 version:u16 data
//   volume master    type 2, value type 8; data: 26 bytes, then kind of protector:u16
//   key
#ifndef WINNOW_SCANNER_VOLUMES_BITLOCKER_H_
#define WINNOW_SCANNER_VOLUMES_BITLOCKER_H_

#include <cstdint>
#include <string>

#include "scanner/evidence/evidence.h"

namespace winnow {

// "TPM, recovery password"; empty where the metadata cannot be had. A clear key stands
// first: whoever holds the device can unlock it.
[[nodiscard]] std::string bitlocker_protectors(const Evidence& evidence,
                                               std::uint64_t offset,
                                               std::uint64_t length);

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_BITLOCKER_H_
