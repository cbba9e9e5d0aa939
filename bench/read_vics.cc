// read_vics FILE: how fast a VICS list is read, beside rapidjson alone.
//
// In turns, three times each, the best counts: the importer as a build uses it, with
// the SHA-256 of the file and every row given to a sink that counts; and rapidjson's
// own iterative reader over the same file with a handler that does nothing. Prints
// rates by the clock and by processor time, their ratio, and how far memory rose.
#include <fcntl.h>
#include <rapidjson/filereadstream.h>
#include <rapidjson/reader.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "base/file.h"
#include "hashsets/lists/list_import.h"
#include "hashsets/lists/list_source.h"

namespace winnow {
namespace {

constexpr int kTurns = 3;

class CountingSink : public RowSink {
 public:
  void take(const ListRow&, const RowPlace&) override { ++taken_; }
  void reject(RowReason, const RowPlace&) override { ++rejected_; }
  [[nodiscard]] std::uint64_t taken() const { return taken_; }
  [[nodiscard]] std::uint64_t rejected() const { return rejected_; }

 private:
  std::uint64_t taken_ = 0;
  std::uint64_t rejected_ = 0;
};

struct Taken {
  double wall = 1e9;       // seconds
  double processor = 1e9;  // seconds, of all threads
};

template <typename Work>
void best_of(Taken& best, const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t before = std::clock();
  work();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  best.wall = std::min(best.wall, wall.count());
  best.processor = std::min(
      best.processor, static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

bool read_bare(const char* path) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) return false;
  static char buffer[256 * 1024];
  rapidjson::FileReadStream stream(file, buffer, sizeof(buffer));
  rapidjson::BaseReaderHandler<> nothing;
  rapidjson::Reader reader;
  const bool whole =
      !reader.Parse<rapidjson::kParseIterativeFlag>(stream, nothing).IsError();
  std::fclose(file);
  return whole;
}

int run(const char* path) {
  const auto fd = open_read_only(path);
  if (!fd) return std::fprintf(stderr, "%s\n", fd.error().line().c_str()), 2;
  const auto size = size_of(*fd, path);
  if (!size) return std::fprintf(stderr, "%s\n", size.error().line().c_str()), 2;
  const long before = peak_kib();
  Taken ours;
  Taken bare;
  CountingSink sink;
  for (int turn = 0; turn < kTurns; ++turn) {
    Result<void> imported;
    best_of(ours, [&] {
      const auto again = open_read_only(path);
      ListSource source(again->get(), path);
      sink = {};
      imported = import_vics(source, {}, sink);
      static_cast<void>(source.sha256());
    });
    if (!imported) {
      return std::fprintf(stderr, "%s\n", imported.error().line().c_str()), 2;
    }
    bool whole = false;
    best_of(bare, [&] { whole = read_bare(path); });
    if (!whole) return std::fprintf(stderr, "%s: rapidjson refuses it\n", path), 2;
  }
  const double mb = static_cast<double>(*size) / 1e6;
  std::printf("%.0f MB, %llu rows taken, %llu left out\n", mb,
              static_cast<unsigned long long>(sink.taken()),
              static_cast<unsigned long long>(sink.rejected()));
  std::printf("%-36s %8.0f MB/s %8.2f s processor\n", "import_vics, SHA-256 and all",
              mb / ours.wall, ours.processor);
  std::printf("%-36s %8.0f MB/s %8.2f s processor\n", "rapidjson alone", mb / bare.wall,
              bare.processor);
  std::printf("%-36s %8.2f\n", "ours / rapidjson alone (at least 0.5)",
              bare.wall / ours.wall);
  std::printf("%-36s %8.1f MiB\n", "memory, more than at the start",
              static_cast<double>(peak_kib() - before) / 1024);
  return 0;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: read_vics FILE\n", stderr);
    return 2;
  }
  return winnow::run(argv[1]);
}
