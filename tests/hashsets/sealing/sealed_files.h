// What the tests of sealed sets share: a cheap seal and files sealed in memory.
#ifndef WINNOW_TESTS_HASHSETS_SEALING_SEALED_FILES_H_
#define WINNOW_TESTS_HASHSETS_SEALING_SEALED_FILES_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "hashsets/sealing/sealed_reader.h"
#include "hashsets/sealing/sealed_writer.h"
#include "tests/hashsets/set_files.h"

namespace winnow {

inline constexpr std::string_view kPassphrase = "an invented passphrase";
// As cheap as the format allows: thousands of files are opened.
inline constexpr SealCost kCheapCost = {1, sealed::kMinMemoryKib};

inline Secret secret(std::string_view text) {
  auto made = Secret::copy_of(bytes_of(text));
  EXPECT_TRUE(made);
  return std::move(*made);
}

inline std::vector<std::byte> content_of(const Fd& fd) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(*size_of(fd, "file")));
  EXPECT_TRUE(read_exactly(fd.get(), 0, bytes, "file"));
  return bytes;
}

inline std::vector<std::byte> sealed_file(Bytes plain) {
  const Fd fd = memory_file({});
  auto writer = SealedWriter::begin(fd.get(), "sealed", plain.size(),
                                    secret(kPassphrase), kCheapCost);
  EXPECT_TRUE(writer);
  EXPECT_TRUE(writer->write(0, plain));
  EXPECT_TRUE(writer->finish());
  return content_of(fd);
}

inline Result<UnsealedSet> unsealed(Bytes file,
                                    std::string_view passphrase = kPassphrase) {
  return unseal(memory_file(file).get(), "sealed", secret(passphrase));
}

}  // namespace winnow

#endif  // WINNOW_TESTS_HASHSETS_SEALING_SEALED_FILES_H_
