// make_vics MEGABYTES FILE [SEED]: an invented hash set as VICS 2.0 writes it.
//
// Digests are the numbers of a generator, not of any content; the same seed gives the
// same file. The fields are those a hash-set export carries, PhotoDNA's place
// filled with invented bytes of its length.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

// splitmix64 (Steele, Lea, Flood, 2014): one state, every output once in its period.
std::uint64_t next(std::uint64_t& state) {
  std::uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

std::string text(std::uint64_t& state, std::size_t length, const char* alphabet,
                 std::size_t letters) {
  std::string made;
  while (made.size() < length) made += alphabet[next(state) % letters];
  return made;
}

std::string hex(std::uint64_t& state, std::size_t digits) {
  return text(state, digits, "0123456789ABCDEF", 16);
}

std::string base64(std::uint64_t& state, std::size_t digits) {
  return text(state, digits,
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 64);
}

std::string media(std::uint64_t& state, std::uint64_t number) {
  std::string made = "\n{\"MediaID\": " + std::to_string(number);
  made += ", \"Category\": " + std::to_string(next(state) % 4);
  made += ", \"MD5\": \"" + hex(state, 32) + "\", \"SHA1\": \"" + hex(state, 40);
  made += "\", \"PhotoDNA\": \"" + base64(state, 192);
  made += "\", \"MediaSize\": " + std::to_string(next(state) % 9'000'000 + 1'000);
  made += ", \"MimeType\": \"image/jpeg\", \"VictimIdentified\": \"false\"";
  made += ", \"IsDistributed\": \"true\", \"DateUpdated\": \"2026-01-02T03:04:05Z\"";
  made += ", \"Tags\": \"\", \"Series\": null, \"AlternativeHashes\": []}";
  return made;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: make_vics MEGABYTES FILE [SEED]\n", stderr);
    return 2;
  }
  const std::uint64_t bytes = std::strtoull(argv[1], nullptr, 10) * 1'000'000;
  std::uint64_t state = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  std::FILE* file = std::fopen(argv[2], "w");
  if (file == nullptr) {
    std::perror(argv[2]);
    return 2;
  }
  std::uint64_t written = 0;
  const auto put = [&](const std::string& part) {
    written += std::fwrite(part.data(), 1, part.size(), file);
  };
  put("{\"@odata.context\": \"http://github.com/ICMEC/ProjectVic/DataModels/2.0.xml/"
      "US/$metadata#Media\", \"value\": [");
  for (std::uint64_t number = 1; written < bytes; ++number) {
    put((number == 1 ? "" : ",") + media(state, number));
  }
  put("\n]}\n");
  if (std::fclose(file) != 0) {
    std::perror(argv[2]);
    return 2;
  }
  return 0;
}
