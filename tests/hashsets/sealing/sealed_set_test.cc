// A sealed file gives back exactly what was sealed, under its passphrase alone, or a
// fault that says which of the two is wrong.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <thread>

#include "base/checksum.h"
#include "tests/hashsets/sealing/sealed_files.h"

namespace winnow {
namespace {

// Bytes that never repeat within a chunk.
std::vector<std::byte> plain_of(std::size_t length) {
  std::vector<std::byte> bytes(length);
  std::uint64_t state = length;
  for (std::byte& byte : bytes) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    byte = static_cast<std::byte>(state >> 56);
  }
  return bytes;
}

// As one who forges a header would: its sum fits again.
template <typename T>
std::vector<std::byte> forged(std::vector<std::byte> file, std::size_t offset,
                              T value) {
  std::memcpy(file.data() + offset, &value, sizeof(T));
  const std::uint64_t sum = checksum64(Bytes(file).first(sealed::kSumAt));
  std::memcpy(file.data() + sealed::kSumAt, &sum, sizeof(sum));
  return file;
}

Fault fault_of(Bytes file) {
  const auto opened = unsealed(file);
  EXPECT_FALSE(opened);
  return opened ? Fault{} : opened.error();
}

void expect_damaged(Bytes file, const std::string& how) {
  const Fault fault = fault_of(file);
  EXPECT_NE(fault.kind, FaultKind::encrypted) << how << ": " << fault.line();
  EXPECT_NE(fault.what.find("seal"), std::string::npos) << how << ": " << fault.line();
}

TEST(SealedSet, GivesBackWhatWasSealed) {
  for (const std::size_t length : {1u, 65535u, 65536u, 65537u, 300'000u}) {
    const std::vector<std::byte> plain = plain_of(length);
    const std::vector<std::byte> file = sealed_file(plain);
    EXPECT_EQ(file.size(), 128 + length + 16 * ((length + 65535) / 65536));
    const auto opened = unsealed(file);
    ASSERT_TRUE(opened) << opened.error().line();
    EXPECT_EQ(content_of(opened->fd), plain) << length;
  }
}

// As the sections of a set are written: side by side, with gaps between them, and the
// header last.
TEST(SealedSet, PartsMayComeInAnyOrderFromSeveralThreads) {
  constexpr std::size_t kPart = 150'001;
  constexpr std::size_t kStep = 7919;
  const std::vector<std::byte> part = plain_of(kPart);
  const std::vector<std::size_t> places = {800'000, 64, 400'000, 200'064};
  std::vector<std::byte> plain(1'200'000);
  const Fd fd = memory_file({});
  auto writer = SealedWriter::begin(fd.get(), "sealed", plain.size(),
                                    secret(kPassphrase), kCheapCost);
  ASSERT_TRUE(writer);
  {
    std::vector<std::jthread> threads;
    for (const std::size_t place : places) {
      std::copy(part.begin(), part.end(),
                plain.begin() + static_cast<std::ptrdiff_t>(place));
      threads.emplace_back([&, place] {
        for (std::size_t at = 0; at < kPart; at += kStep) {
          const std::size_t count = std::min(kStep, kPart - at);
          EXPECT_TRUE(writer->write(place + at, Bytes(part).subspan(at, count)));
        }
      });
    }
  }
  std::copy_n(part.begin(), 64, plain.begin());
  ASSERT_TRUE(writer->write(0, Bytes(part).first(64)));
  ASSERT_TRUE(writer->finish());
  const auto opened = unsealed(content_of(fd));
  ASSERT_TRUE(opened) << opened.error().line();
  EXPECT_EQ(content_of(opened->fd), plain);
}

TEST(SealedSet, IsAnotherFileEachTime) {
  const std::vector<std::byte> plain = plain_of(100);
  const std::vector<std::byte> one = sealed_file(plain);
  const std::vector<std::byte> other = sealed_file(plain);
  EXPECT_FALSE(std::equal(one.begin() + 128, one.end(), other.begin() + 128));
}

TEST(SealedSet, NoByteMayBeChanged) {
  const TempFolder folder;
  ASSERT_TRUE(built_set(folder, invented_hex(Algorithm::md5, 1) + "\n"));
  std::vector<std::byte> file = sealed_file(bytes_in(folder.path("set.wset")));
  for (std::size_t i = 0; i < file.size(); ++i) {
    const std::byte before = file[i];
    file[i] ^= static_cast<std::byte>(1u << i % 8);
    // One whose beginning is another is no sealed set at all, and says so.
    expect_damaged(file, "byte " + std::to_string(i));
    file[i] = before;
  }
  EXPECT_TRUE(unsealed(file));
}

TEST(SealedSet, NoByteMayBeMissingOrAdded) {
  std::vector<std::byte> file = sealed_file(plain_of(1500));
  for (std::size_t length = 0; length < file.size(); ++length) {
    expect_damaged(Bytes(file).first(length), "first " + std::to_string(length));
  }
  file.push_back(std::byte{0});
  expect_damaged(file, "one more");
}

TEST(SealedSet, NoPartMayBeMovedRepeatedOrReplaced) {
  const std::vector<std::byte> plain = plain_of(4 * sealed::kChunk);
  const std::vector<std::byte> file = sealed_file(plain);
  const std::vector<std::byte> other = sealed_file(plain);
  constexpr std::size_t kPlaced = sealed::kChunk + sealed::kTagLength;
  const auto chunk = [](const std::vector<std::byte>& of, std::size_t index) {
    return Bytes(of).subspan(sealed::kHeaderLength + index * kPlaced, kPlaced);
  };
  const auto with_chunk = [&](std::size_t index, Bytes replacement) {
    std::vector<std::byte> changed = file;
    std::copy(replacement.begin(), replacement.end(),
              changed.begin() +
                  static_cast<std::ptrdiff_t>(sealed::kHeaderLength + index * kPlaced));
    return changed;
  };
  expect_damaged(with_chunk(1, chunk(file, 2)), "repeated");
  expect_damaged(with_chunk(1, chunk(other, 1)), "from another file");
  // Left out, with a header that says so.
  std::vector<std::byte> shorter = file;
  shorter.resize(shorter.size() - kPlaced);
  const Fault fault =
      fault_of(forged(shorter, sealed::kLengthAt, std::uint64_t{3 * sealed::kChunk}));
  EXPECT_EQ(fault.kind, FaultKind::encrypted);
}

TEST(SealedSet, AWrongPassphraseIsNamedAsSuch) {
  const std::vector<std::byte> file = sealed_file(plain_of(1500));
  for (const std::string_view wrong : {"An invented passphrase", "x"}) {
    const auto opened = unsealed(file, wrong);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, FaultKind::encrypted);
    EXPECT_EQ(opened.error().line(),
              "sealed: is sealed under another passphrase; give the one it was sealed "
              "with");
  }
}

// Refused before anything is derived: each would take hours, or all memory.
TEST(SealedSet, AHeaderMayNotAskForMuch) {
  const std::vector<std::byte> file = sealed_file(plain_of(1500));
  for (const std::uint32_t passes : {0u, 9u, 1'000'000u, 0xFFFF'FFFFu}) {
    const Fault fault = fault_of(forged(file, sealed::kPassesAt, passes));
    EXPECT_EQ(fault.kind, FaultKind::unsupported) << fault.line();
  }
  for (const std::uint32_t memory : {0u, 7u, 1024u * 1024 + 1, 0xFFFF'FFFFu}) {
    const Fault fault = fault_of(forged(file, sealed::kMemoryAt, memory));
    EXPECT_EQ(fault.kind, FaultKind::unsupported) << fault.line();
  }
  for (const std::uint64_t length :
       {std::uint64_t{0}, std::uint64_t{1499}, std::uint64_t{1501},
        (std::uint64_t{1} << 48) + 1, ~std::uint64_t{0}, ~std::uint64_t{0} - 143}) {
    const Fault fault = fault_of(forged(file, sealed::kLengthAt, length));
    EXPECT_TRUE(fault.kind == FaultKind::malformed ||
                fault.kind == FaultKind::truncated)
        << fault.line();
  }
  const Fault newer = fault_of(forged(file, sealed::kMajorAt, std::uint16_t{2}));
  EXPECT_EQ(newer.kind, FaultKind::unsupported);
}

// A sparse file of any length costs nothing to make.
TEST(SealedSet, ASetThatDoesNotFitInMemoryIsRefused) {
  constexpr std::uint64_t kLength = std::uint64_t{1} << 44;
  const Fd fd = memory_file({});
  SealHeader header = begin_header(kLength, kCheapCost);
  const auto keys = SealKeys::derive(header, secret(kPassphrase), "sealed");
  ASSERT_TRUE(keys);
  keys->complete(header);
  ASSERT_TRUE(write_at(fd.get(), 0, header, "sealed"));
  ASSERT_EQ(::ftruncate(fd.get(), static_cast<off_t>(sealed::file_length(kLength))), 0);
  const auto opened = unseal(fd.get(), "sealed", secret(kPassphrase));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, FaultKind::out_of_memory) << opened.error().line();
}

// Whoever is given the descriptor may read and nothing else.
TEST(SealedSet, WhatWasOpenedCannotBeChanged) {
  const auto opened = unsealed(sealed_file(plain_of(5000)));
  ASSERT_TRUE(opened);
  EXPECT_FALSE(write_at(opened->fd.get(), 0, bytes_of("x"), "memory"));
  EXPECT_NE(::ftruncate(opened->fd.get(), 0), 0);
  EXPECT_EQ(
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, opened->fd.get(), 0),
      MAP_FAILED);
}

}  // namespace
}  // namespace winnow
