// Zip files of a few members, by hand: also such as no tool would write.
#ifndef WINNOW_BENCH_PRACTICE_ZIP_FILE_H_
#define WINNOW_BENCH_PRACTICE_ZIP_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace winnow::practice {

struct ZipData {
  std::string deflated;
  std::uint32_t crc = 0;
  std::uint32_t size = 0;  // before it was deflated
};
[[nodiscard]] ZipData packed_for_zip(const std::string& bytes);
// So many zeros, a multiple of 16 MiB below 4 GiB, without ever having them in memory.
[[nodiscard]] ZipData zeros_for_zip(std::uint64_t count);

struct ZipMember {
  std::string name;
  ZipData data;
  bool is_encrypted = false;  // says so; the data is what it is
};
// PKWARE APPNOTE 6.3: local headers, central directory, its end; no Zip64.
[[nodiscard]] std::string zip_of(const std::vector<ZipMember>& members);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_ZIP_FILE_H_
