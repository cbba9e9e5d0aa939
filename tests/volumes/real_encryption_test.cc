// Volumes that cryptsetup encrypts.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "scanner/volumes/inventory.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

constexpr std::size_t kMiB = 1 << 20;

class RealLuks : public ::testing::TestWithParam<const char*> {};

TEST_P(RealLuks, IsNamed) {
  const TempFolder folder;
  const std::string image = folder.write("image", std::string(20 * kMiB, '\0'));
  const std::string key = folder.write("key", "a stand-in");
  const std::string command = std::string(
                                  "PATH=$PATH:/sbin:/usr/sbin cryptsetup -q "
                                  "--pbkdf pbkdf2 --pbkdf-force-iterations "
                                  "1000 --type ") +
                              GetParam() + " luksFormat " + image + " " + key +
                              " > /dev/null 2>&1";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "cryptsetup cannot run here";
  MemoryEvidence evidence(file_bytes(image));
  const auto check = [&evidence](const std::string& name) {
    const Inventory inventory = take_inventory(evidence);
    ASSERT_EQ(inventory.volumes.size(), 1u);
    EXPECT_EQ(inventory.volumes[0].outcome, VolumeOutcome::encrypted);
    EXPECT_EQ(inventory.volumes[0].filesystem, name);
    EXPECT_EQ(inventory.volumes[0].reason, "encrypted with " + name);
  };
  const bool second = std::string(GetParam()) == "luks2";
  check(second ? "LUKS 2" : "LUKS 1");
  if (second) {
    evidence.put(0, std::string(4096, '\0'));
    check("LUKS 2");  // by its second header
  }
}

INSTANTIATE_TEST_SUITE_P(Versions, RealLuks, ::testing::Values("luks1", "luks2"));

}  // namespace
}  // namespace winnow
