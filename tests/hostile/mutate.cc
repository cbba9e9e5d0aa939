// mutation_runner: thousands of damaged file systems, each scanned by the whole
// program.
//
// For each file system of base_images.h it makes mutants with 1 to 64 bytes of metadata
// changed, scans each and holds the answers against the contract: the scan ends by
// itself, with a status that says what its answers say, a balanced ledger, and no child
// left behind. A seed makes all of it again; --only FILESYSTEM:NUMBER one mutant of it.
// Exit status: 0 all as it must be, 1 not, 2 could not run.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "bench/practice/practice_tools.h"
#include "tests/hostile/mutant_scan.h"

namespace winnow::hostile {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string winnow;
  std::string work;
  std::string shared = "../shared";
  std::string filesystem;  // "" is all
  std::string only;        // FILESYSTEM:NUMBER
  std::uint64_t seed = 1;
  std::uint64_t images = 300;  // of each file system
  unsigned jobs = 2;
  unsigned limit_seconds = 120;
};

struct Row {
  std::uint64_t images = 0;
  std::uint64_t with_deaths = 0;
  Deaths deaths;
  std::array<std::uint64_t, 4> statuses{};
  std::uint64_t failures = 0;
  double longest_seconds = 0;
};

// Mutants take turns among the base images of their file system.
std::vector<Mutant> mutants_of(const BaseImages& bases, const Options& options) {
  const auto colon = options.only.rfind(':');
  std::vector<Mutant> mutants;
  for (const std::string& name : filesystem_names()) {
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < bases.images.size(); ++i) {
      if (bases.images[i].filesystem == name) own.push_back(i);
    }
    if (own.empty()) {
      std::fprintf(stderr, "mutation_runner: no image of %s; %s/evidence lacks it\n",
                   name.c_str(), options.shared.c_str());
      continue;
    }
    if (!options.filesystem.empty() && options.filesystem != name) continue;
    if (colon != std::string::npos) {
      if (options.only.substr(0, colon) != name) continue;
      const std::uint64_t number =
          practice::parse_number(options.only.substr(colon + 1));
      return {{own[number % own.size()], name, number}};
    }
    for (std::uint64_t n = 0; n < options.images; ++n) {
      mutants.push_back({own[n % own.size()], name, n});
    }
  }
  return mutants;
}

ScanCommand scan_command(const Options& options, const std::string& list) {
  ScanCommand command{options.winnow, list, {}, {}};
  command.limit = std::chrono::seconds(options.limit_seconds);
  const std::string help = practice::run_command({options.winnow, "scan", "--help"});
  if (help.find("--item-limit") != std::string::npos) {
    command.options = {"--item-limit", "2s"};
  }
  return command;
}

std::string file_name(const Mutant& mutant) {
  std::string name = mutant.filesystem + "-" + std::to_string(mutant.number);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

void keep_failed(MutantBench& bench, const Mutant& mutant, const MutantResult& result,
                 const Options& options) {
  const std::string path = options.work + "/failed/" + file_name(mutant);
  bench.keep(mutant, options.seed, path + ".img");
  std::ofstream text(path + ".txt");
  text << "seed " << options.seed << ", --only " << mutant.filesystem << ":"
       << mutant.number << "\n";
  for (const std::string& complaint : result.complaints) text << complaint << "\n";
}

std::vector<MutantResult> scan_all(const BaseImages& bases,
                                   const std::vector<Mutant>& mutants,
                                   const Options& options) {
  const ScanCommand command = scan_command(options, bases.list);
  std::vector<MutantResult> results(mutants.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> jobs;
  for (unsigned job = 0; job < options.jobs; ++job) {
    jobs.emplace_back([&, job] {
      const std::string folder = options.work + "/job-" + std::to_string(job);
      MutantBench bench(bases, folder);
      for (std::size_t i = next++; i < mutants.size(); i = next++) {
        results[i] = bench.scan(command, mutants[i], options.seed);
        if (results[i].complaints.empty() && options.only.empty()) continue;
        keep_failed(bench, mutants[i], results[i], options);
      }
      fs::remove_all(folder);
    });
  }
  for (std::thread& job : jobs) job.join();
  return results;
}

void add(Row& row, const MutantResult& result) {
  ++row.images;
  row.deaths.add(result.deaths);
  if (result.deaths.all() != 0) ++row.with_deaths;
  if (result.status >= 0 && result.status < 4) {
    ++row.statuses[static_cast<std::size_t>(result.status)];
  }
  if (!result.complaints.empty()) ++row.failures;
  row.longest_seconds = std::max(row.longest_seconds, result.seconds);
}

void print_row(const std::string& name, const Row& row) {
  std::printf("%-11s %7zu %11zu %6zu %5zu %7zu %6zu %5zu %5zu %5zu %9zu %9.1f\n",
              name.c_str(), row.images, row.with_deaths, row.deaths.crash,
              row.deaths.hang, row.deaths.memory, row.statuses[0], row.statuses[1],
              row.statuses[2], row.statuses[3], row.failures, row.longest_seconds);
}

std::uint64_t report(const std::vector<Mutant>& mutants,
                     const std::vector<MutantResult>& results) {
  std::map<std::string, Row> rows;
  Row sum;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    add(rows[mutants[i].filesystem], results[i]);
    add(sum, results[i]);
  }
  std::printf("%-11s %7s %11s %6s %5s %7s %6s %5s %5s %5s %9s %9s\n", "file system",
              "images", "with deaths", "crash", "hang", "memory", "exit 0", "1", "2",
              "3", "failures", "longest s");
  for (const std::string& name : filesystem_names()) {
    if (rows.count(name) != 0) print_row(name, rows[name]);
  }
  print_row("all", sum);
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    for (const std::string& complaint : results[i].complaints) {
      std::printf("%s:%zu: %s\n", mutants[i].filesystem.c_str(), mutants[i].number,
                  complaint.c_str());
    }
  }
  return sum.failures;
}

int run_mutants(const Options& options) {
  become_reaper();
  fs::create_directories(options.work + "/failed");
  const std::string base_folder = options.work + "/base";
  fs::remove_all(base_folder);
  fs::create_directories(base_folder);
  const BaseImages bases = make_base_images(base_folder, options.shared);
  const std::vector<Mutant> mutants = mutants_of(bases, options);
  if (mutants.empty()) practice::fail("no such mutant: see --filesystem and --only");
  const auto results = scan_all(bases, mutants, options);
  const std::uint64_t failures = report(mutants, results);
  std::printf("seed %zu; failing mutants are in %s/failed\n", options.seed,
              options.work.c_str());
  fs::remove_all(base_folder);
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace winnow::hostile

int main(int argc, char** argv) {
  winnow::practice::start_program(argv[0]);
  winnow::hostile::Options options;
  CLI::App app("Scan mutants of small file systems", "mutation_runner");
  app.add_option("--winnow", options.winnow, "The program")->required();
  app.add_option("--work", options.work, "Folder to work in")->required();
  app.add_option("--shared", options.shared, "Folder of shared evidence");
  app.add_option("--seed", options.seed);
  app.add_option("--images", options.images, "Mutants of each file system");
  app.add_option("--filesystem", options.filesystem, "Only this one");
  app.add_option("--only", options.only, "FILESYSTEM:NUMBER, one mutant, kept");
  app.add_option("--jobs", options.jobs, "Scans at a time")->check(CLI::Range(1, 64));
  app.add_option("--limit", options.limit_seconds, "Seconds a scan may take");
  CLI11_PARSE(app, argc, argv);
  return winnow::hostile::run_mutants(options);
}
