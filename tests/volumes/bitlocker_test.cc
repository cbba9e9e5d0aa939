#include "scanner/volumes/bitlocker.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/volumes/inventory.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

constexpr std::size_t kVolume = 512;
constexpr std::size_t kMetadata = 65536;

// A volume at byte 512, with metadata that holds these master keys between others.
class BitlockerDevice : public MemoryEvidence {
 public:
  explicit BitlockerDevice(const std::vector<std::uint16_t>& kinds, bool to_go = false)
      : MemoryEvidence(std::size_t{1} << 20) {
    const std::size_t places = kVolume + (to_go ? 440 : 176);
    put(kVolume + 3, to_go ? "MSWIN4.1" : "-FVE-FS-");
    put_le(places, std::uint64_t{1} << 40);  // the first copy is beyond the end
    put_le(places + 8, std::uint64_t{kMetadata});
    const std::size_t start = kVolume + kMetadata;
    put(start, "-FVE-FS-");
    end_ = start + 112;
    put_entry(7, 2, 0, 40);  // a description
    for (const std::uint16_t kind : kinds) put_entry(2, 8, kind, 60);
    put_entry(3, 5, 0x2000, 60);  // the volume's own key
    put_le(start + 64, static_cast<std::uint32_t>(end_ - start - 64));
    put_entry(2, 8, 0x2000, 60);  // behind the stated end
  }

 private:
  void put_entry(std::uint16_t type, std::uint16_t value_type, std::uint16_t kind,
                 std::uint16_t length) {
    put_le(end_, length);
    put_le(end_ + 2, type);
    put_le(end_ + 4, value_type);
    put_le(end_ + 8 + 26, kind);
    end_ += length;
  }

  std::size_t end_ = 0;
};

std::string protectors(const MemoryEvidence& evidence) {
  return bitlocker_protectors(evidence, kVolume, evidence.size_bytes() - kVolume);
}

TEST(Bitlocker, SaysWhatUnlocksIt) {
  EXPECT_EQ(protectors(BitlockerDevice({0x0800, 0x0100, 0x0800})),
            "TPM, recovery password");
  EXPECT_EQ(protectors(BitlockerDevice({0x2000}, true)), "password");
  EXPECT_EQ(protectors(BitlockerDevice({0x0500, 0x0200, 0x7777})),
            "startup key, TPM and PIN, another protector");
  EXPECT_EQ(protectors(BitlockerDevice({0x0800, 0x0000})),
            "a clear key (protection is suspended), recovery password");
}

TEST(Bitlocker, SaysNothingOfWhatIsDamaged) {
  EXPECT_EQ(protectors(BitlockerDevice({})), "");
  BitlockerDevice wiped({0x0100});
  wiped.put(kVolume + kMetadata, "-FVE-XX-");
  EXPECT_EQ(protectors(wiped), "");
  BitlockerDevice endless({0x0100});
  endless.put_le(kVolume + kMetadata + 112,
                 std::uint16_t{0});  // the first entry's size
  EXPECT_EQ(protectors(endless), "");
  BitlockerDevice unreadable({0x0100});
  unreadable.fail(kVolume + kMetadata, 512);
  EXPECT_EQ(protectors(unreadable), "");
  EXPECT_EQ(bitlocker_protectors(unreadable, kVolume, 100), "");
}

TEST(Bitlocker, StandsInTheReasonOfItsVolume) {
  MemoryEvidence evidence(std::size_t{1} << 20);
  const BitlockerDevice device({0x0100});
  evidence.put(0, device.bytes().subspan(kVolume));
  const Inventory inventory = take_inventory(evidence);
  ASSERT_EQ(inventory.volumes.size(), 1u);
  EXPECT_EQ(inventory.volumes[0].outcome, VolumeOutcome::encrypted);
  EXPECT_EQ(inventory.volumes[0].reason, "encrypted with BitLocker; unlocked by: TPM");
}

}  // namespace
}  // namespace winnow
