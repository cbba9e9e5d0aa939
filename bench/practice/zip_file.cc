#include "bench/practice/zip_file.h"

#include <zlib.h>

namespace winnow::practice {
namespace {

constexpr std::uint64_t kZerosAtATime = std::uint64_t{16} << 20;
constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kDeflated = 8;

std::uint32_t crc_of(const std::string& bytes) {
  return static_cast<std::uint32_t>(
      ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()),
              static_cast<uInt>(bytes.size())));
}

std::string deflated(const std::string& bytes, int flush) {
  constexpr int kRawWindow = -15;
  constexpr int kMemory = 8;
  z_stream stream{};
  ::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRawWindow, kMemory,
                 Z_DEFAULT_STRATEGY);
  std::string packed(::deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&stream, flush);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

template <typename T>
void put(std::string& target, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    target += static_cast<char>(value >> (8 * i));
  }
}

// What a local header and an entry of the central directory have in common.
void put_facts(std::string& target, const ZipMember& member) {
  put(target, kVersion);
  put<std::uint16_t>(target, member.is_encrypted ? 1 : 0);
  put(target, kDeflated);
  put<std::uint32_t>(target, 0x58210000);  // 2024-01-01
  put(target, member.data.crc);
  put(target, static_cast<std::uint32_t>(member.data.deflated.size()));
  put(target, member.data.size);
  put(target, static_cast<std::uint16_t>(member.name.size()));
  put<std::uint16_t>(target, 0);
}

}  // namespace

ZipData packed_for_zip(const std::string& bytes) {
  return {deflated(bytes, Z_FINISH), crc_of(bytes),
          static_cast<std::uint32_t>(bytes.size())};
}

ZipData zeros_for_zip(std::uint64_t count) {
  const std::string zeros(kZerosAtATime, '\0');
  // After a full flush a piece stands by itself and can be said again.
  const std::string piece = deflated(zeros, Z_FULL_FLUSH);
  const std::uint32_t crc = crc_of(zeros);
  ZipData data;
  for (std::uint64_t done = 0; done < count; done += kZerosAtATime) {
    data.deflated += piece;
    data.crc = static_cast<std::uint32_t>(
        ::crc32_combine(data.crc, crc, static_cast<z_off_t>(kZerosAtATime)));
  }
  data.deflated += deflated("", Z_FINISH);
  data.size = static_cast<std::uint32_t>(count);
  return data;
}

std::string zip_of(const std::vector<ZipMember>& members) {
  std::string file;
  std::string directory;
  for (const ZipMember& member : members) {
    directory += "PK\x01\x02";
    put(directory, kVersion);
    put_facts(directory, member);
    directory += std::string(10, '\0');  // no comment, disk 0, no attributes
    put(directory, static_cast<std::uint32_t>(file.size()));
    directory += member.name;
    file += "PK\x03\x04";
    put_facts(file, member);
    file += member.name + member.data.deflated;
  }
  const auto begin = static_cast<std::uint32_t>(file.size());
  const auto entries = static_cast<std::uint16_t>(members.size());
  file += directory + "PK\x05\x06" + std::string(4, '\0');
  put(file, entries);
  put(file, entries);
  put(file, static_cast<std::uint32_t>(directory.size()));
  put(file, begin);
  put<std::uint16_t>(file, 0);
  return file;
}

}  // namespace winnow::practice
