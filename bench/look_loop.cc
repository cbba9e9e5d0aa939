// The bare loop that the scan of pictures is held against: digests, grey decode, PDQ in
// both forms and look-ups of all variants, over files in memory, in one thread.
//
//   look_loop SET FILE...       SET: a compiled set with PDQ hashes
//
// Prints one line, tab-separated: pictures, their bytes, processor seconds, pictures a
// second; then the seconds of each part.
#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/batch_digester.h"
#include "base/file.h"
#include "hashsets/hash_set.h"
#include "scanner/examine/pictures/picture_decoder.h"
#include "scanner/examine/pictures/picture_pdq.h"

namespace winnow {
namespace {

constexpr unsigned kDistance = 31;
constexpr std::size_t kAtOnce = 32;  // contents digested side by side

double thread_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "look_loop: %s\n", what.c_str());
  std::exit(2);
}

std::vector<std::byte> read_file(const char* path) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) fail(std::string(path) + ": cannot be opened");
  std::vector<std::byte> bytes;
  std::vector<std::byte> piece(1 << 20);
  while (const std::size_t read = std::fread(piece.data(), 1, piece.size(), file)) {
    bytes.insert(bytes.end(), piece.begin(),
                 piece.begin() + static_cast<std::ptrdiff_t>(read));
  }
  std::fclose(file);
  return bytes;
}

struct Seconds {
  double digests = 0;
  double decoding = 0;
  double hashing = 0;
  double looking_up = 0;
  [[nodiscard]] double all() const { return digests + decoding + hashing + looking_up; }
};

void take_digests(const std::vector<std::vector<std::byte>>& files,
                  const HashSet& set) {
  BatchDigester digester(AlgorithmSet::all());
  for (std::size_t i = 0; i < files.size(); i += kAtOnce) {
    for (std::size_t j = i; j < std::min(files.size(), i + kAtOnce); ++j) {
      digester.begin();
      digester.add(files[j]);
    }
    for (const Digests& digests : digester.finish()) {
      if (!set.find(digests)) fail("the set is damaged");
    }
  }
}

std::vector<PdqHash> hash_picture(PictureDecoder& decoder, Bytes bytes,
                                  Seconds& seconds) {
  std::vector<PdqHash> hashes;
  const double began = thread_seconds();
  const double hashing_before = seconds.hashing;
  const auto decoded =
      decoder.decode(ContentType::jpeg, bytes, [&](const DecodedFrame& frame) {
        const double at = thread_seconds();
        const auto full = full_pdq(frame.pixels);
        const auto reduced = reduced_pdq(frame.pixels);
        if (!full || !reduced) fail("a picture has no PDQ");
        hashes.assign(full->hashes.begin(), full->hashes.end());
        hashes.insert(hashes.end(), reduced->hashes.begin(), reduced->hashes.end());
        seconds.hashing += thread_seconds() - at;
        return true;
      });
  if (!decoded) fail(decoded.error().line());
  seconds.decoding += thread_seconds() - began - (seconds.hashing - hashing_before);
  return hashes;
}

int run(int argc, char** argv) {
  if (argc < 3) fail("usage: look_loop SET FILE...");
  const auto fd = open_read_only(argv[1]);
  if (!fd) fail(fd.error().line());
  const auto set = HashSet::open(fd->get(), argv[1]);
  if (!set) fail(set.error().line());
  std::vector<std::vector<std::byte>> files;
  std::uint64_t bytes = 0;
  for (int i = 2; i < argc; ++i) {
    files.push_back(read_file(argv[i]));
    bytes += files.back().size();
  }
  Seconds seconds;
  PictureDecoder decoder;
  const double began = thread_seconds();
  take_digests(files, *set);
  seconds.digests = thread_seconds() - began;
  for (const auto& file : files) {
    const auto hashes = hash_picture(decoder, file, seconds);
    const double at = thread_seconds();
    if (!set->find_pdq(hashes, kDistance)) fail("the set is damaged");
    seconds.looking_up += thread_seconds() - at;
  }
  std::printf(
      "%zu\t%llu\t%.3f\t%.1f\tdigests %.3f\tdecoding %.3f\tPDQ %.3f\t"
      "look-ups %.3f\n",
      files.size(), static_cast<unsigned long long>(bytes), seconds.all(),
      static_cast<double>(files.size()) / seconds.all(), seconds.digests,
      seconds.decoding, seconds.hashing, seconds.looking_up);
  return 0;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  return winnow::run(argc, argv);
}
