// Zip files of stored members, by hand.
#ifndef WINNOW_TESTS_EXAMINE_STORED_ZIP_H_
#define WINNOW_TESTS_EXAMINE_STORED_ZIP_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace winnow {

inline void put_number(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i, value >>= 8) out += static_cast<char>(value & 0xFF);
}

inline std::uint32_t crc32_of(const std::string& text) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

// A zip of stored members (APPNOTE 4.3).
inline std::string zip_of(
    const std::vector<std::pair<std::string, std::string>>& members) {
  std::string zip;
  std::string directory;
  for (const auto& [name, content] : members) {
    const std::size_t at = zip.size();
    std::string common;
    put_number(common, 20, 2);
    put_number(common, 0, 2);
    put_number(common, 0, 2);
    put_number(common, 0, 4);
    put_number(common, crc32_of(content), 4);
    put_number(common, content.size(), 4);
    put_number(common, content.size(), 4);
    put_number(common, name.size(), 2);
    put_number(common, 0, 2);
    zip += "PK\x03\x04" + common + name + content;
    directory += "PK\x01\x02";
    put_number(directory, 20, 2);
    directory += common;
    put_number(directory, 0, 2);
    put_number(directory, 0, 2);
    put_number(directory, 0, 2);
    put_number(directory, 0, 4);
    put_number(directory, at, 4);
    directory += name;
  }
  const std::size_t at = zip.size();
  zip += directory + "PK\x05\x06";
  put_number(zip, 0, 4);
  put_number(zip, members.size(), 2);
  put_number(zip, members.size(), 2);
  put_number(zip, directory.size(), 4);
  put_number(zip, at, 4);
  put_number(zip, 0, 2);
  return zip;
}

}  // namespace winnow

#endif  // WINNOW_TESTS_EXAMINE_STORED_ZIP_H_
