// content_runner: folders and archives of damaged pictures, videos and containers, each
// scanned by the whole program with a set that holds picture hashes.
//
// Of the pictures and containers of the shared evidence each round damages --files of
// them, by turns in folders of their own and in one tar file, and scans them. The
// answers are held against the contract, and besides: no file is lost, none fails as a
// whole, and each death of a child is isolated to one place that the scan names. Every
// such place is printed. A seed makes all of it again; --only ROUND one round of it,
// which is kept. Exit status: 0 all as it must be, 1 not, 2 could not run.
#include <rapidjson/document.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <thread>

#include "bench/practice/practice_tools.h"
#include "tests/hostile/content_mutation.h"
#include "tests/hostile/mutant_scan.h"

namespace winnow::hostile {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string winnow;
  std::string work;
  std::string shared = "../shared";
  std::uint64_t seed = 1;
  std::uint64_t rounds = 200;
  std::uint64_t files = 40;  // of each round
  std::optional<std::uint64_t> only;
  unsigned jobs = 2;
  unsigned limit_seconds = 300;
};

// A place that killed a child, as the scan tells of it.
struct Isolated {
  std::uint64_t mutant = 0;
  std::string path;
  std::string reason;
};

struct RoundResult {
  std::vector<DamagedContent> mutants;
  MutantResult scan;
  std::vector<Isolated> isolated;
};

Packing packing_of(std::uint64_t round) {
  return round % 2 == 0 ? Packing::folders : Packing::tar;
}

std::uint64_t number_at(const rapidjson::Value& exhibit, const char* part,
                        const char* outcome) {
  return exhibit.HasMember(part) && exhibit[part].HasMember(outcome)
             ? exhibit[part][outcome].GetUint64()
             : 0;
}

// Of "/volume-0/NUMBER/..." or "/volume-0/mutants.tar//NUMBER/...".
std::uint64_t mutant_of(const std::string& path) {
  const auto digit = path.find_first_of("0123456789", path.find('/', 1));
  return digit == std::string::npos ? 0
                                    : std::strtoull(path.c_str() + digit, nullptr, 10);
}

// What the scan says of places that killed a child.
std::vector<Isolated> isolated_in(const rapidjson::Value& exhibit) {
  std::vector<Isolated> found;
  for (const auto& problem : exhibit["problems"].GetArray()) {
    const std::string reason = problem["reason"].GetString();
    const auto repeat = reason.find("; repeat it with:");
    if (repeat == std::string::npos) continue;
    const std::string path = problem["path"].GetString();
    found.push_back({mutant_of(path), path, reason.substr(0, repeat)});
  }
  return found;
}

void judge(RoundResult& result, std::uint64_t files, Packing packing) {
  Complaints& complaints = result.scan.complaints;
  rapidjson::Document coverage;
  coverage.Parse(result.scan.coverage.c_str());
  if (!coverage.IsArray() || coverage.Size() != 1) return;
  const rapidjson::Value& exhibit = coverage[0];
  const std::uint64_t listed = number_at(exhibit, "files", "listed");
  const std::uint64_t compared =
      number_at(exhibit, "files", "hashed") + number_at(exhibit, "files", "matched");
  if (listed != files || compared != files) {
    complaints.push_back(std::to_string(files) + " files, listed " +
                         std::to_string(listed) + ", compared " +
                         std::to_string(compared));
  }
  const std::uint64_t members = number_at(exhibit, "members", "listed");
  if (packing == Packing::tar && members < result.mutants.size()) {
    complaints.push_back("of the tar file only " + std::to_string(members) +
                         " members are listed");
  }
  result.isolated = isolated_in(exhibit);
  const std::uint64_t deaths = result.scan.deaths.all();
  if (deaths == 0 ? !result.isolated.empty() : result.isolated.size() > deaths) {
    complaints.push_back(std::to_string(result.isolated.size()) +
                         " places told of as deadly, deaths " + std::to_string(deaths));
  }
}

RoundResult run_round(const std::vector<BaseContent>& bases, const Options& options,
                      const ScanCommand& command, const std::string& folder,
                      std::uint64_t round) {
  const std::string exhibit = folder + "/exhibit";
  fs::remove_all(exhibit);
  fs::create_directories(exhibit);
  RoundResult result;
  result.mutants = damaged_contents(bases, options.seed, round, options.files);
  const Packing packing = packing_of(round);
  const std::uint64_t files =
      pack(bases, result.mutants, options.seed, packing, exhibit);
  result.scan = scan_exhibit(command, exhibit, folder);
  judge(result, files, packing);
  return result;
}

std::vector<RoundResult> run_rounds(const std::vector<BaseContent>& bases,
                                    const std::vector<std::uint64_t>& rounds,
                                    const Options& options) {
  ScanCommand command{options.winnow, options.work + "/set.wset", {}, {}};
  command.limit = std::chrono::seconds(options.limit_seconds);
  command.options = {"--item-limit", "2s", "--keep", "pictures"};
  std::vector<RoundResult> results(rounds.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> jobs;
  for (unsigned job = 0; job < options.jobs; ++job) {
    jobs.emplace_back([&] {
      for (std::size_t i = next++; i < rounds.size(); i = next++) {
        // Kept where it was scanned, for winnow reproduce.
        const std::string folder =
            options.work + "/rounds/" + std::to_string(rounds[i]);
        results[i] = run_round(bases, options, command, folder, rounds[i]);
        const bool is_clean =
            results[i].scan.complaints.empty() && results[i].isolated.empty();
        if (is_clean && !options.only) fs::remove_all(folder);
      }
    });
  }
  for (std::thread& job : jobs) job.join();
  return results;
}

struct Row {
  std::uint64_t mutants = 0;
  std::uint64_t deadly = 0;
};

std::uint64_t report(const std::vector<BaseContent>& bases,
                     const std::vector<std::uint64_t>& rounds,
                     const std::vector<RoundResult>& results) {
  std::map<std::string, Row> rows;
  Deaths deaths;
  double longest = 0;
  std::uint64_t failures = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const RoundResult& result = results[i];
    std::map<std::uint64_t, std::string> kinds;
    for (const DamagedContent& mutant : result.mutants) {
      kinds[mutant.number] = bases[mutant.base].kind;
      ++rows[bases[mutant.base].kind].mutants;
    }
    for (const Isolated& isolated : result.isolated) {
      ++rows[kinds[isolated.mutant]].deadly;
      std::printf("round %zu: %s: %s\n", rounds[i], isolated.path.c_str(),
                  isolated.reason.c_str());
    }
    for (const std::string& complaint : result.scan.complaints) {
      std::printf("round %zu: FAILURE: %s\n", rounds[i], complaint.c_str());
    }
    if (!result.scan.complaints.empty()) ++failures;
    deaths.add(result.scan.deaths);
    longest = std::max(longest, result.scan.seconds);
  }
  std::printf("%-15s %7s %13s\n", "kind", "mutants", "deadly places");
  for (const auto& [kind, row] : rows) {
    std::printf("%-15s %7zu %13zu\n", kind.c_str(), row.mutants, row.deadly);
  }
  std::printf(
      "%zu rounds, deaths: crash %zu, hang %zu, memory %zu; longest scan %.1f s; "
      "rounds that failed %zu\n",
      results.size(), deaths.crash, deaths.hang, deaths.memory, longest, failures);
  return failures;
}

// Learned from the healthy pictures, so that what is hardly damaged is met.
void learn_set(const Options& options) {
  const std::string set = options.work + "/set.wset";
  fs::remove(set);
  practice::run_command({options.winnow, "hashset", "learn", set,
                         options.shared + "/evidence/pictures", "--name", "healthy"});
}

int run_contents(const Options& options) {
  become_reaper();
  fs::remove_all(options.work + "/rounds");
  fs::create_directories(options.work);
  const std::vector<BaseContent> bases = base_contents(options.shared);
  if (bases.empty()) {
    std::printf("%s/evidence is not there: nothing to damage\n",
                options.shared.c_str());
    return 0;
  }
  learn_set(options);
  std::vector<std::uint64_t> rounds;
  for (std::uint64_t round = 0; round < options.rounds; ++round) {
    if (!options.only || *options.only == round) rounds.push_back(round);
  }
  const auto results = run_rounds(bases, rounds, options);
  const std::uint64_t failures = report(bases, rounds, results);
  std::printf("seed %zu, %zu healthy files; rounds with deaths or failures are in %s\n",
              options.seed, bases.size(), (options.work + "/rounds").c_str());
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace winnow::hostile

int main(int argc, char** argv) {
  winnow::practice::start_program(argv[0]);
  winnow::hostile::Options options;
  CLI::App app("Scan damaged pictures, videos and containers", "content_runner");
  app.add_option("--winnow", options.winnow, "The program")->required();
  app.add_option("--work", options.work, "Folder to work in")->required();
  app.add_option("--shared", options.shared, "Folder of shared evidence");
  app.add_option("--seed", options.seed);
  app.add_option("--rounds", options.rounds, "Folders and archives to scan");
  app.add_option("--files", options.files, "Damaged files in each")
      ->check(CLI::Range(1, 1000));
  app.add_option("--only", options.only, "Only this round, which is kept");
  app.add_option("--jobs", options.jobs, "Scans at a time")->check(CLI::Range(1, 64));
  app.add_option("--limit", options.limit_seconds, "Seconds a scan may take");
  CLI11_PARSE(app, argc, argv);
  return winnow::hostile::run_contents(options);
}
