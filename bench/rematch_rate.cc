// rematch_rate FOLDER FILES LISTED MET: a case to be compared with a set, both
// invented.
//
// Makes FOLDER/case: one exhibit of so many files, each with its three digests on
// record, as a scan to the end without anything met would leave it; and
// FOLDER/later.wset: a notable set of LISTED entries with SHA-256, of which MET are
// among the files. What is there already is kept. Prints what making each took.
// bench/rematch_rate.sh runs the rematch.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/digest.h"
#include "drivers/store/case_store.h"
#include "hashsets/building/set_writer.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

constexpr std::uint64_t kSetMemory = std::uint64_t{512} << 20;
constexpr std::uint64_t kFileBytes = 65'536;

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "rematch_rate: %s\n", why.c_str());
  std::exit(2);
}

template <typename T>
T must(Result<T> result) {
  if (!result) stop(result.error().line());
  return std::move(*result);
}
void must(const Result<void>& result) {
  if (!result) stop(result.error().line());
}

// A step of splitmix64: bytes that look like those of a digest.
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15;
  number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9;
  number = (number ^ number >> 27) * 0x94D049BB133111EB;
  return number ^ number >> 31;
}

Digest invented(Algorithm algorithm, std::uint64_t number) {
  std::array<std::byte, 32> bytes{};
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    const std::uint64_t word =
        mixed(number * 16 + at / 8 + (static_cast<std::uint64_t>(algorithm) << 60));
    std::memcpy(bytes.data() + at, &word, 8);
  }
  return *make_digest(algorithm, Bytes(bytes).first(digest_length(algorithm)));
}

RunStarted run_with(const std::string& ref) {
  RunStarted run;
  run.exhibit = ref;
  run.path = "/invented/" + ref;
  run.tool_version = "bench";
  run.configuration = "invented";
  run.set_names = {"earlier"};
  run.set_ids = {std::string(64, '0')};
  run.set_types = {0};
  run.set_probative_ppm = {0};
  run.set_pdq_counts = {0};
  run.set_distances = {31};
  return run;
}

FileRecord file_record(FileId id) {
  FileRecord file;
  file.id = id;
  file.path = "/volume-0/DCIM/" + std::to_string(id / 1000) + "/IMG_" +
              std::to_string(id) + ".JPG";
  file.size = kFileBytes;
  file.inode = id + 16;
  file.times.modified = Instant{1'700'000'000 + id, 0};
  file.times.created = file.times.modified;
  file.runs = {{id * kFileBytes, kFileBytes}};
  return file;
}

void write_journal(const std::string& path, FileId files) {
  Recorder recorder = must(Recorder::begin(path, run_with("invented")));
  const auto put = [&recorder](const Message& message) {
    const auto taken = must(recorder.record(message));
    if (!taken.is_taken) stop(taken.refusal);
  };
  Opened opened;
  opened.evidence.kind = "raw";
  opened.evidence.bytes = (std::uint64_t{files} + 1) * kFileBytes;
  put(opened);
  put(VolumeFound{{0, 0, opened.evidence.bytes, "ext4", VolumeOutcome::examined, ""}});
  for (FileId id = 0; id < files; ++id) put(FileFound{file_record(id)});
  put(InventoryDone{files, 1, 0});
  for (FileId id = 0; id < files; ++id) {
    OutcomeRecord outcome;
    outcome.file = id;
    outcome.outcome = FileOutcome::hashed;
    for (const Algorithm algorithm : kAlgorithms) {
      outcome.digests.set(invented(algorithm, id));
    }
    put(OutcomeKnown{outcome});
  }
  put(Done{});
  must(recorder.journal().sync());
}

void make_case(const std::string& folder, FileId files) {
  const CaseFolder made = must(CaseFolder::open_or_create(folder, "bench"));
  const std::string journal = made.journal_path("invented");
  if (::access(journal.c_str(), F_OK) != 0) write_journal(journal, files);
  CaseStore store = must(CaseStore::open(made.database_path()));
  must(store.bring_up_to_date(made));
}

// The listed ones that are met are spread over the files.
void make_set(const std::string& path, std::uint64_t files, std::uint64_t listed,
              std::uint64_t met) {
  SetWriter writer(kSetMemory, path.substr(0, path.rfind('/')));
  writer.begin_source("later");
  for (std::uint64_t i = 0; i < listed; ++i) {
    const std::uint64_t number = i < met ? i * (files / met) : files + i;
    ListRow row;
    row.digests.set(invented(Algorithm::sha256, number));
    must(writer.add(row));
  }
  static_cast<void>(must(writer.settle()));
  const Fd fd(::open(path.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644));
  PlainOutput output(fd.get(), path);
  must(writer.write(output, SetType::notable, "later", "{}"));
}

template <typename Work>
void timed(const char* what, const Work& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%-28s %8.1f s\n", what, took.count());
  std::fflush(stdout);
}

int run(int argc, char** argv) {
  if (argc != 5) stop("usage: rematch_rate FOLDER FILES LISTED MET");
  const std::string folder = argv[1];
  const auto files = static_cast<FileId>(std::strtoul(argv[2], nullptr, 10));
  const std::uint64_t listed = std::strtoull(argv[3], nullptr, 10);
  const std::uint64_t met = std::strtoull(argv[4], nullptr, 10);
  if (files == 0 || met == 0 || met > files || met > listed) {
    stop("there must be files, and no more can be met than there are");
  }
  const std::string set = folder + "/later.wset";
  if (::access(set.c_str(), F_OK) != 0) {
    timed("the set", [&] { make_set(set, files, listed, met); });
  }
  timed("journal and database", [&] { make_case(folder + "/case", files); });
  return 0;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  return winnow::run(argc, argv);
}
