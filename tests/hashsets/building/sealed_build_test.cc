// A build into a sealed file: the same set inside as the plain build makes, and nothing
// plain of it outside.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/hashsets/sealing/sealed_files.h"

namespace winnow {
namespace {

constexpr std::uint64_t kRows = 20'000;

std::string list_of_rows() {
  std::string list;
  for (std::uint64_t i = 0; i < kRows; ++i) {
    list += invented_hex(Algorithm::md5, i) + "\n";
  }
  return list;
}

std::size_t digests_in(const std::vector<std::byte>& file) {
  std::size_t found = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Digest digest = invented(Algorithm::md5, i);
    if (text_of(file).find(text_of(digest.bytes())) != std::string_view::npos) ++found;
  }
  return found;
}

TEST(SealedBuild, HoldsThePlainSetAndShowsNothingOfIt) {
  const TempFolder folder;
  BuildRequest request = request_for(folder, list_of_rows());
  ASSERT_TRUE(build_set(request));
  const std::vector<std::byte> plain = bytes_in(request.output);
  EXPECT_EQ(digests_in(plain), 100u);

  const Secret passphrase = secret(kPassphrase);
  request.output = folder.path("sealed.wset");
  request.memory_bytes = std::uint64_t{1} << 20;  // other runs, the same set
  request.seal = {&passphrase, kCheapCost};
  const auto report = build_set(request);
  ASSERT_TRUE(report) << report.error().line();
  const std::vector<std::byte> sealed = bytes_in(request.output);
  EXPECT_EQ(digests_in(sealed), 0u);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(folder.path(""))) {
    ++files;
  }
  EXPECT_EQ(files, 3u);  // the list and the two sets

  const auto opened = unsealed(sealed);
  ASSERT_TRUE(opened) << opened.error().line();
  EXPECT_EQ(content_of(opened->fd), plain);
  const auto set = HashSet::open(opened->fd.get(), "sealed");
  ASSERT_TRUE(set) << set.error().line();
  EXPECT_TRUE(set->verify());
  const auto found = set->find(invented(Algorithm::md5, 7));
  EXPECT_TRUE(found && *found);
}

// A build that fails leaves an older sealed set as it was.
TEST(SealedBuild, AFaultLeavesTheOlderSet) {
  const TempFolder folder;
  const Secret passphrase = secret(kPassphrase);
  BuildRequest request = request_for(folder, invented_hex(Algorithm::md5, 1) + "\n");
  request.seal = {&passphrase, kCheapCost};
  ASSERT_TRUE(build_set(request));
  const std::vector<std::byte> before = bytes_in(request.output);
  request.sources.push_back(folder.path("nowhere"));
  EXPECT_FALSE(build_set(request));
  EXPECT_EQ(bytes_in(request.output), before);
  request.sources.pop_back();
  EXPECT_TRUE(build_set(request));  // a sealed set may be written over
  EXPECT_NE(bytes_in(request.output), before);
}

TEST(SealedBuild, ASetThatIsThereCanBeSealed) {
  const TempFolder folder;
  const BuildRequest request = request_for(folder, list_of_rows());
  ASSERT_TRUE(build_set(request));
  const std::vector<std::byte> plain = bytes_in(request.output);
  const Secret passphrase = secret(kPassphrase);
  const std::string output = folder.path("sealed.wset");
  const auto sealed = seal_set(request.output, output, {&passphrase, kCheapCost});
  ASSERT_TRUE(sealed) << sealed.error().line();
  const auto opened = unsealed(bytes_in(output));
  ASSERT_TRUE(opened);
  EXPECT_EQ(content_of(opened->fd), plain);

  std::vector<std::byte> damaged = plain;
  damaged[damaged.size() / 2] ^= std::byte{1};
  const std::string bad = folder.write("bad.wset", text_of(damaged));
  EXPECT_FALSE(seal_set(bad, folder.path("none.wset"), {&passphrase, kCheapCost}));
  EXPECT_FALSE(std::filesystem::exists(folder.path("none.wset")));
}

}  // namespace
}  // namespace winnow
