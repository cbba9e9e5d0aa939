// kill_runner: kill -9 at random moments of a scan, and the same command again.
//
// On a device of 6,000 files and a list of known ones, or with --contents on a folder
// of pictures, videos and containers (healthy and damaged ones of the shared evidence)
// and a set with picture hashes, it kills, --rounds times each, the child, the
// supervisor (whose child must die with it) and both, at moments even over the scan;
// then the same command runs until it ends by itself. `findings` and `coverage` must
// then be those of an undisturbed scan, byte for byte. What was done again is printed
// as processor time of all processes. A seed gives the same moments. Exit status: 0 all
// equal, 1 not, 2 could not run.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "bench/practice/practice_random.h"
#include "bench/practice/practice_tools.h"
#include "bench/practice/volume_writer.h"
#include "tests/hostile/content_mutation.h"
#include "tests/hostile/image_mutation.h"
#include "tests/hostile/kill_rounds.h"

namespace winnow::hostile {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFiles = 6000;
constexpr std::uint64_t kFilesInFolder = 200;
constexpr std::uint64_t kListedEvery = 40;
constexpr std::uint64_t kMostTries = 4;  // for a round that hits
constexpr std::uint64_t kDeviceBytes = std::uint64_t{320} << 20;

struct Options {
  std::string winnow;
  std::string work;
  std::uint64_t seed = 1;
  std::uint64_t rounds = 100;  // of each kind
  std::string contents;        // the folder of shared evidence; "" for the device
};

struct Sums {
  std::uint64_t rounds = 0;
  std::uint64_t equal = 0;
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t asked_again = 0;
  std::vector<std::uint64_t> on_record;
  std::vector<double> work;  // processor time against the undisturbed scan's
};

void make_device(const std::string& image, const std::string& list) {
  practice::VolumeOrder order;
  order.size_bytes = kDeviceBytes;
  const auto writer = practice::make_ntfs_writer(image, order);
  practice::Random random(1);
  std::string digests;
  std::string folder;
  for (std::uint64_t i = 0; i < kFiles; ++i) {
    if (i % kFilesInFolder == 0) {
      folder = "folder" + std::to_string(i / kFilesInFolder);
      writer->make_folder(folder);
    }
    const std::string content = marked_content(i + 1, 2000 + random.below(80'000));
    const practice::ByteVector bytes(content.begin(), content.end());
    writer->make_file(folder + "/file" + std::to_string(i), bytes, false);
    if (i % kListedEvery == 0) digests += practice::md5_hex(bytes) + "\n";
  }
  writer->finish();
  practice::write_host_text(list, digests);
}

// Every healthy file and as many damaged ones, in one folder; the set is learned from
// the healthy pictures.
void make_contents(const KillSetting& setting, const Options& options) {
  const std::vector<BaseContent> bases = base_contents(options.contents);
  if (bases.empty()) practice::fail(options.contents + " holds no evidence");
  fs::remove_all(setting.image);
  fs::create_directories(setting.image + "/damaged");
  pack(bases, damaged_contents(bases, options.seed, 0, bases.size()), options.seed,
       Packing::folders, setting.image + "/damaged");
  for (const char* part : {"pictures", "containers"}) {
    fs::copy(options.contents + "/evidence/" + part, setting.image + "/" + part,
             fs::copy_options::recursive);
  }
  fs::remove(setting.list);
  practice::run_command({options.winnow, "hashset", "learn", setting.list,
                         options.contents + "/evidence/pictures", "--name", "healthy"});
}

KillSetting make_setting(const Options& options) {
  if (options.contents.empty()) {
    const KillSetting setting{options.winnow,
                              options.work + "/device.img",
                              options.work + "/listed.md5",
                              options.work,
                              {"--keep", "blocks"}};
    make_device(setting.image, setting.list);
    return setting;
  }
  const KillSetting setting{options.winnow,
                            options.work + "/contents",
                            options.work + "/healthy.wset",
                            options.work,
                            {"--keep", "pictures"}};
  make_contents(setting, options);
  return setting;
}

void add(Sums& sums, const KillResult& result, const Undisturbed& reference) {
  sums.misses += result.misses;
  if (result.hits == 0 && result.complaints.empty()) return;
  ++sums.rounds;
  if (result.complaints.empty()) ++sums.equal;
  sums.hits += result.hits;
  sums.asked_again += result.asked_again;
  sums.on_record.insert(sums.on_record.end(), result.on_record.begin(),
                        result.on_record.end());
  sums.work.push_back(result.processor_seconds / reference.processor_seconds);
}

void write_row(std::ofstream& table, std::uint64_t number, const KillPlan& plan,
               const KillResult& result) {
  table << to_string(plan.victim) << '\t' << number << '\t';
  for (const double moment : plan.moments) table << moment << ' ';
  table << '\t' << result.hits << '\t';
  for (const std::uint64_t files : result.on_record) table << files << ' ';
  table << '\t' << result.processor_seconds << '\t';
  for (const std::string& complaint : result.complaints) table << complaint << "; ";
  table << std::endl;
}

template <typename T>
T middle(const std::vector<T>& sorted) {
  return sorted.empty() ? T{} : sorted[sorted.size() / 2];
}
template <typename T>
T last(const std::vector<T>& sorted) {
  return sorted.empty() ? T{} : sorted.back();
}

void print_sums(Victim victim, Sums sums) {
  std::sort(sums.on_record.begin(), sums.on_record.end());
  std::sort(sums.work.begin(), sums.work.end());
  std::printf(
      "%-11s equal %zu of %zu; kills that hit a running scan %zu, too early or "
      "too late %zu; asked again %zu\n",
      to_string(victim), sums.equal, sums.rounds, sums.hits, sums.misses,
      sums.asked_again);
  std::printf(
      "%-11s processor time of all runs / undisturbed: median %.3f, most %.3f\n", "",
      middle(sums.work), last(sums.work));
  std::printf("%-11s files on record at %zu resumes: least %zu, median %zu, most %zu\n",
              "", sums.on_record.size(),
              sums.on_record.empty() ? 0 : sums.on_record.front(),
              middle(sums.on_record), last(sums.on_record));
}

// A round whose kills all came too late does not count: another takes its place.
Sums run_kind(Victim victim, const KillSetting& setting, const Undisturbed& reference,
              const Options& options, std::ofstream& table) {
  Sums sums;
  for (std::uint64_t n = 0; n < kMostTries * options.rounds; ++n) {
    if (sums.rounds == options.rounds) break;
    const KillPlan plan = plan_kills(victim, options.seed, n, reference.seconds);
    const KillResult result = run_round(setting, plan, reference);
    write_row(table, n, plan, result);
    add(sums, result, reference);
    for (const std::string& complaint : result.complaints) {
      std::printf("%s %zu: %s\n", to_string(victim), n, complaint.c_str());
    }
  }
  return sums;
}

int run_kills(const Options& options) {
  become_reaper();
  fs::create_directories(options.work);
  const KillSetting setting = make_setting(options);
  const Undisturbed reference = run_undisturbed(setting);
  if (reference.status != 1) practice::fail("the undisturbed scan met nothing listed");
  std::printf("undisturbed: %.2f s, %.2f s of processor time\n", reference.seconds,
              reference.processor_seconds);
  std::ofstream table(options.work + "/kills.tsv");
  table << "victim\tround\tmoments\thits\ton_record\tprocessor_seconds\tcomplaints\n";
  bool all_equal = true;
  for (const Victim victim : kVictims) {
    const Sums sums = run_kind(victim, setting, reference, options, table);
    print_sums(victim, sums);
    all_equal = all_equal && sums.equal == sums.rounds && sums.rounds == options.rounds;
  }
  std::printf("seed %zu; every round is a line of %s/kills.tsv\n", options.seed,
              options.work.c_str());
  fs::remove_all(options.work + "/case");
  fs::remove_all(setting.image);
  return all_equal ? 0 : 1;
}

}  // namespace
}  // namespace winnow::hostile

int main(int argc, char** argv) {
  winnow::practice::start_program(argv[0]);
  winnow::hostile::Options options;
  CLI::App app("Kill scans and go on with them", "kill_runner");
  app.add_option("--winnow", options.winnow, "The program")->required();
  app.add_option("--work", options.work, "Folder to work in")->required();
  app.add_option("--seed", options.seed);
  app.add_option("--rounds", options.rounds, "Rounds of each kind of kill");
  app.add_option("--contents", options.contents,
                 "Folder of shared evidence: its pictures and containers are scanned")
      ->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, argc, argv);
  return winnow::hostile::run_kills(options);
}
