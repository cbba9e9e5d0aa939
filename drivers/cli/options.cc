#include "drivers/cli/options.h"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <sstream>
#include <thread>
#include <utility>

#include "base/text.h"
#include "base/text_pieces.h"
#include "drivers/cli/bash_completion.h"
#include "drivers/cli/duration.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/help_text.h"
#include "drivers/cli/manual_page.h"
#include "drivers/cli/near_words.h"
#include "drivers/cli/option_kit.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr char kAbout[] =
    "Winnow finds listed files on seized devices and puts the devices into the order "
    "in\n"
    "which they should be fully examined. It is triage, not a full examination.";

constexpr char kMainExamples[] =
    "Examples:\n"
    "  winnow scan usb.E01 phone.raw --hashset list.txt --case case-17\n"
    "  winnow rank --case case-17\n"
    "  winnow findings --case case-17 --exhibit usb.E01\n"
    "Exit status of scan: 0 complete, nothing met; 1 a listed file met; 2 could not "
    "run;\n"
    "3 nothing met, but not complete. Of all other commands: 0 done, 2 not.";

constexpr char kScanExamples[] =
    "An exhibit is an image (raw, split raw, E01, Ex01, AFF, VMDK, VHD, VHDX; give "
    "the\n"
    "first segment), a block device or a folder. Nothing is ever written to it. "
    "Running\n"
    "the same command again goes on where the last run stopped.\n"
    "Examples:\n"
    "  winnow scan usb.E01 --hashset list.txt\n"
    "  winnow scan a.raw b.raw --hashset grade1.wset --known os.wset --case case-17\n"
    "  winnow scan /dev/sdb --until inventory --case case-17";

constexpr char kBuildExamples[] =
    "Lists: md5sum, sha1sum, sha256sum, BSD style, bare digests, hashdeep, CSV with a\n"
    "header, VICS, STIX, CIRCL hashlookup, and those of the README. The format is\n"
    "detected. A UK list in VICS needs --profile. The same lists and options give the\n"
    "same set, byte for byte.\n"
    "Examples:\n"
    "  winnow hashset build grade1.wset list1.txt list2.csv --name grade1 \\\n"
    "      --type notable\n"
    "  winnow hashset build uk.wset caid1.json caid2.json --name caid \\\n"
    "      --type notable --profile uk --publisher-version 2026-03";

constexpr char kFindingsExamples[] =
    "Examples:\n"
    "  winnow findings --case case-17\n"
    "  winnow findings --case case-17 --exhibit usb.E01 --json";

constexpr char kCoverageExamples[] =
    "Examples:\n"
    "  winnow coverage --case case-17\n"
    "  winnow coverage --case case-17 --exhibit usb.E01 --json";

constexpr char kLinksExamples[] =
    "Shown are pictures and videos that were decoded (a set with PDQ hashes, or scan\n"
    "--keep pictures), and every content of a finding; not what is known to be "
    "benign,\n"
    "nor what lies at the same path of several exhibits in a folder of systems.\n"
    "Examples:\n"
    "  winnow links --case case-17\n"
    "  winnow links --case case-17 --exhibit usb.E01 --json";

constexpr char kVerifyExamples[] =
    "Examples:\n"
    "  winnow verify --case case-17\n"
    "  winnow verify --case case-17 --head 12:3fa4...   (as the scan printed it)\n"
    "  winnow verify --case case-17 --evidence\n"
    "  winnow verify --case case-17 --rebuild";

constexpr char kReproduceExamples[] =
    "The line of a failed item in winnow coverage ends with the command to give here.\n"
    "Example:\n"
    "  winnow reproduce --case case-17 --exhibit usb.E01 --item file:4096:17";

constexpr char kHashsetExamples[] =
    "A list is compiled once and then used by every scan; a scan also takes a list as\n"
    "it is. The help of hashset build says which lists can be read.\n"
    "Examples:\n"
    "  winnow hashset build grade1.wset list.txt --name grade1 --type notable\n"
    "  winnow hashset info grade1.wset";

constexpr char kSealExamples[] =
    "IN stays as it is. A scan asks for the passphrase, or takes it out of\n"
    "--passphrase-file.\n"
    "Example:\n"
    "  winnow hashset seal grade1.wset grade1.sealed";

constexpr char kInfoExamples[] =
    "Examples:\n"
    "  winnow hashset info grade1.wset\n"
    "  winnow hashset info grade1.wset --json";

constexpr char kCheckExamples[] =
    "Examples:\n"
    "  winnow hashset check grade1.wset picture.jpg\n"
    "  winnow hashset check grade1.wset 00112233445566778899aabbccddeeff";

constexpr char kBenchExamples[] =
    "Measures how fast DEVICE, a block device or a file, can be read and what each "
    "stage\n"
    "of a scan could do, and tells what would hold a scan back. Reads only. An exhibit "
    "of\n"
    "the case and a device in use are refused unless --reason says why. Every "
    "measurement\n"
    "goes into the case's audit log or, without a case, into winnow-bench.log.\n"
    "Examples:\n"
    "  winnow bench /dev/nvme1n1 --hashset grade1.wset\n"
    "  winnow bench /dev/sdc --seconds 600 --json >sdc.json";

constexpr char kLearnExamples[] =
    "Every file below DIR is read: size, MD5, SHA-1, SHA-256, the first 4 KiB, and "
    "those\n"
    "blocks of 4 KiB that hardly stand anywhere else, and PDQ of pictures and of "
    "frames\n"
    "of videos. The set holds no content, and no file names unless --keep-names is "
    "given.\n"
    "What was learned is kept in OUT.learning until the set is written: the same "
    "command\n"
    "goes on where it was stopped. A file's category is that of --category; or its own "
    "in\n"
    "--categories; or the name of its first folder below DIR, where that is a number.\n"
    "Exit status: 0 done; 3 done, but something could not be read; 2 not done.\n"
    "Example:\n"
    "  winnow hashset learn grade.wset /reference --name grade --profile uk";

std::string parse_digests(const std::string& text, AlgorithmSet& digests) {
  digests = AlgorithmSet();
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    const auto algorithm = parse_algorithm(word);
    if (!algorithm) return "'" + word + "' is none of md5, sha1, sha256";
    digests.add(*algorithm);
  }
  return digests.empty() ? "name at least one of md5, sha1, sha256" : "";
}

void add_item_limit(CLI::App& command, std::chrono::milliseconds& limit) {
  add_parsed(command, "--item-limit", "TIME",
             "Processor time after which one file or folder is given up, such as 2s "
             "(default 10s); large ones may take longer",
             [&limit](const std::string& text) -> std::string {
               const auto parsed = parse_duration(text);
               constexpr std::chrono::milliseconds kLeast{100};
               if (!parsed || *parsed < kLeast) {
                 return "must be a time of at least 100ms, such as 2s or 1m";
               }
               limit = *parsed;
               return "";
             });
}

void add_stops(CLI::App& command, ScanOptions& scan) {
  add_parsed(command, "--budget", "TIME",
             "Time for all exhibits together, such as 90s, 5m or 2h; what is left is "
             "gone on with by the same command",
             [&scan](const std::string& text) -> std::string {
               scan.budget = parse_duration(text);
               if (scan.budget && scan.budget->count() > 0) return "";
               return "must be a time, such as 90s, 5m or 2h";
             });
  command.add_flag("--stop-on-match", scan.stop_on_match,
                   "Leave an exhibit when the first listed file on it was met");
  command.add_flag("--explain", scan.explain,
                   "Say of each tier what it will read, how and for how long");
}

void add_scan_limits(CLI::App& command, ScanOptions& scan) {
  add_item_limit(command, scan.item_limit);
  add_stops(command, scan);
  add_parsed(command, "--until", "inventory|probe|confirm|look|everything",
             "How far to go (default: everything)",
             [&scan](const std::string& text) -> std::string {
               const auto tier = parse_tier(text);
               if (!tier) {
                 return "must be inventory, probe, confirm, look or everything";
               }
               scan.until = *tier;
               return "";
             });
  add_parsed(command, "--keep", "digests|pictures|blocks|all",
             "What to keep for later sets: digests (default), pictures (PDQ of every "
             "picture as well), blocks (of free space as well), all (both, and PDQ of "
             "known benign pictures too)",
             [&scan](const std::string& text) -> std::string {
               scan.keep_known_pictures = text == "all";
               scan.keep_pictures = text == "pictures" || text == "all";
               scan.keep_blocks = text == "blocks" || text == "all";
               if (text == "digests" || scan.keep_pictures || scan.keep_blocks) {
                 return "";
               }
               return "must be digests, pictures, blocks or all";
             });
  add_thresholds(command, scan.set_thresholds);
  command.add_flag("--classes", scan.classes,
                   "Glance at pictures first, and look sooner at those that show "
                   "people; each is read twice for it");
  command
      .add_option("--model", scan.model,
                  "The same by a model of your own as well: a folder with "
                  "manifest.json and one .onnx file")
      ->type_name("DIR");
  add_parsed(
      command, "--digests", "LIST",
      "Digests to compute: of md5,sha1,sha256 (default all)",
      [&scan](const std::string& text) { return parse_digests(text, scan.digests); });
}

void add_indications(CLI::App& command, ScanOptions& scan) {
  auto* file =
      command.add_option("--indications", scan.indications,
                         "Names of files and folders that are worth a look, in "
                         "place of the shipped ones");
  file->type_name("FILE");
  command
      .add_flag("--no-indications", scan.no_indications,
                "No name is worth a look by itself")
      ->excludes(file);
}

void add_scan(CLI::App& app, ScanOptions& scan) {
  CLI::App& command =
      add_command(app, "scan", "Examine exhibits and rank them", kScanExamples);
  command.add_option("EXHIBIT", scan.exhibits, "Image, block device or folder");
  add_files(command, "--hashset", scan.hashsets,
            "Sets or lists of files to look for (notable)");
  add_files(command, "--known", scan.known, "Sets or lists of known benign files");
  add_files(command, "--ignore", scan.ignore,
            "Sets or lists of files to leave out of account");
  add_indications(command, scan);
  add_case(command, scan.case_path);
  add_repeated(
      command, "--exhibit-ref", scan.refs,
      "Reference of the exhibit; the n-th is for the n-th exhibit (default: the "
      "file's name)",
      "REF");
  add_passphrase_file(command, scan.passphrase_file, kOfSealedSets);
  add_scan_limits(command, scan);
  scan.threads = std::max(1u, std::thread::hardware_concurrency());
  command.add_option("--threads", scan.threads, "Threads that examine")
      ->type_name("N")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  // For comparing: the serial twin of the pipeline, and everything read without looking
  // first where something is likely. Both give the same answers.
  command.add_flag("--serial", scan.serial)->group("");
  command.add_flag("--one-pass", scan.one_pass)->group("");
  command.add_option("--operator", scan.operator_name, "Who runs this, for the record")
      ->type_name("NAME");
  command.add_flag("--json", scan.json, "Events as JSON Lines on standard output");
}

CLI::App& add_answer(CLI::App& app, const std::string& name, const std::string& about,
                     AnswerOptions& answer, const char* examples) {
  CLI::App& command = add_command(app, name, about, examples);
  add_case(command, answer.case_path);
  command.add_flag("--json", answer.json, "For programs: JSON on standard output");
  return command;
}

void add_exhibit(CLI::App& command, AnswerOptions& answer) {
  command.add_option("--exhibit", answer.exhibit, "Only of this exhibit")
      ->type_name("REF");
}

void add_reproduce(CLI::App& app, ReproduceOptions& reproduce) {
  CLI::App& command = add_command(
      app, "reproduce", "Try again, alone, what failed in a scan", kReproduceExamples);
  add_case(command, reproduce.case_path);
  command.add_option("--exhibit", reproduce.exhibit, "Reference of the exhibit")
      ->type_name("REF")
      ->required();
  add_parsed(command, "--item", "PLACE", "The item, as the failure's line names it",
             [&reproduce](const std::string& text) -> std::string {
               const auto place = parse_work_place(text);
               if (!place) return "must be a place such as file:4096:17";
               reproduce.place = *place;
               return "";
             });
  command.get_option("--item")->required();
}

void add_verify(CLI::App& app, VerifyOptions& verify) {
  CLI::App& command = add_command(
      app, "verify", "Check the case's audit log, its journals and its database",
      kVerifyExamples);
  add_case(command, verify.case_path);
  add_parsed(command, "--head", "VALUE",
             "A head of the audit log that was noted: some event must have it",
             [&verify](const std::string& text) -> std::string {
               verify.head = parse_noted_head(text);
               if (verify.head) return "";
               return "must be 64 hexadecimal digits, or COUNT:DIGITS, as scan and "
                      "verify print it";
             });
  command.add_flag("--rebuild", verify.rebuild,
                   "Make the database again from the journals");
  command.add_flag("--evidence", verify.evidence,
                   "Read every exhibit again, against the digests its image stores");
  command
      .add_option("--operator", verify.operator_name, "Who runs this, for the record")
      ->type_name("NAME");
}

void add_bench(CLI::App& app, BenchOptions& bench) {
  CLI::App& command = add_command(
      app, "bench", "Measure this machine and what holds a scan back", kBenchExamples);
  command.add_option("DEVICE", bench.device, "Block device or file")->required();
  command
      .add_option("--case", bench.case_path,
                  "Folder of the case, whose exhibits are refused (default: "
                  "winnow-case, if it is there)")
      ->type_name("DIR");
  command
      .add_option("--reason", bench.reason,
                  "Why an exhibit or a device in use is measured, for the record")
      ->type_name("TEXT");
  command.add_option("--hashset", bench.hashset, "A .wset file to look up in")
      ->type_name("FILE");
  add_passphrase_file(command, bench.passphrase_file, kOfSealedSets);
  command.add_option("--seconds", bench.seconds, "How long to measure, all together")
      ->type_name("N")
      ->check(CLI::Range(1.0, 86400.0))
      ->capture_default_str();
  bench.threads = std::max(1u, std::thread::hardware_concurrency());
  command.add_option("--threads", bench.threads, "Threads that a scan would have")
      ->type_name("N")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command
      .add_option("--operator", bench.operator_name, "Who runs this, for the record")
      ->type_name("NAME");
  command.add_flag("--json", bench.json, "For programs: JSON on standard output");
}

struct SetOptions {
  SetBuildOptions build;
  SetSealOptions seal;
  SetLearnOptions learn;
  SetInfoOptions info;
  SetCheckOptions check;
};

void add_sealing(CLI::App& hashset, CLI::App& build, SetOptions& sets) {
  const std::string about = "The passphrase is its first line (default: asked for)";
  CLI::Option* const seal =
      build.add_flag("--seal", sets.build.seal,
                     "Encrypt the set under a passphrase; nothing plain of "
                     "it is written to disk");
  add_passphrase_file(build, sets.build.passphrase_file, about).needs(seal);
  CLI::App& command = add_command(
      hashset, "seal", "Encrypt a set that is there under a passphrase", kSealExamples);
  command.add_option("IN", sets.seal.input, "A .wset file")->required();
  command.add_option("OUT", sets.seal.output, "The sealed file to write")->required();
  add_passphrase_file(command, sets.seal.passphrase_file, about);
}

void add_memory(CLI::App& command, std::uint64_t& memory_bytes) {
  // With a unit: a bare 4 would be four bytes, which nobody means.
  command
      .add_option(
          "--memory", memory_bytes,
          "What sorting may hold in memory, such as 512MB or 4GB; the rest goes "
          "to temporary files beside OUT (default 1GB)")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(std::uint64_t{1} << 20, std::uint64_t{1} << 50))
      ->type_name("SIZE");
}

// A moment in UTC, kept as ISO 8601 writes it.
void add_moment(CLI::App& command, const std::string& name, const std::string& about,
                std::string& moment) {
  add_parsed(command, name, "TIME", about,
             [&moment](const std::string& text) -> std::string {
               const auto seconds = parse_utc(text);
               const auto written = seconds ? utc_text({*seconds, 0}) : std::nullopt;
               moment = written.value_or("");
               if (written) return "";
               return "must be a date or a moment in UTC, such as 2024-05-31 or "
                      "2024-05-31T12:00:00Z";
             });
}

void add_learn(CLI::App& hashset, SetLearnOptions& options) {
  LearnRequest& request = options.request;
  CLI::App& learn =
      add_command(hashset, "learn", "Learn a set from reference files", kLearnExamples);
  learn.add_option("OUT", request.output, "The .wset file to write")->required();
  learn.add_option("DIR", request.folder, "Folder of the reference files")->required();
  learn.add_option("--name", request.name, "Name of the set, shown with findings")
      ->required()
      ->type_name("NAME");
  add_parsed(learn, "--type", "notable|known|ignore",
             "notable: to be found (default); known: benign; ignore",
             [&request](const std::string& text) -> std::string {
               const auto type = parse_set_type(text);
               if (!type) return "must be notable, known or ignore";
               request.type = *type;
               return "";
             });
  learn.add_option("--category", request.category, "Category of every file")
      ->type_name("N");
  learn
      .add_option("--categories", request.categories_file,
                  "Categories of files: path,category or path,category,label")
      ->type_name("FILE.csv");
  learn
      .add_option("--profile", request.profile,
                  "What category numbers mean: as in the US, the UK, or a profile file")
      ->type_name("us|uk|FILE");
  learn.add_flag("--keep-names", request.keep_names,
                 "The set says the path of each file below DIR");
  add_moment(learn, "--imported-at",
             "The time of the learning, to be kept in the set as its date (default: "
             "none, so that the same files give the same set)",
             request.imported_at_utc);
  request.threads = std::max(1u, std::thread::hardware_concurrency());
  learn.add_option("--threads", request.threads, "Threads that read")
      ->type_name("N")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  add_memory(learn, request.memory_bytes);
  learn.add_flag("--json", options.json, "For programs: JSON on standard output");
}

// What the set's record keeps in the operator's words.
void add_set_statements(CLI::App& command, SetBuildOptions& build) {
  command.add_option("--publisher", build.publisher, "Who publishes the lists")
      ->type_name("NAME");
  command
      .add_option("--publisher-version", build.publisher_version,
                  "The publisher's name for this version")
      ->type_name("VERSION");
  add_moment(command, "--released", "When the publisher released it",
             build.released_on);
  add_moment(command, "--imported-at",
             "The time of the import, to be kept in the set (default: none, so that "
             "the same lists give the same set)",
             build.imported_at_utc);
  command
      .add_option("--operator", build.operator_name,
                  "Who builds the set, to be kept in it")
      ->type_name("NAME");
  command
      .add_option("--threshold", build.threshold,
                  "Greatest distance (0 to 64 bits) at which a picture near a PDQ hash "
                  "of this set is worth an alert; kept in the set's record")
      ->check(CLI::Range(0, 64))
      ->type_name("D");
}

void add_hashset(CLI::App& app, SetOptions& sets) {
  CLI::App& hashset =
      add_command(app, "hashset", "Make and look into hash sets", kHashsetExamples);
  hashset.require_subcommand(1);
  CLI::App& build =
      add_command(hashset, "build", "Compile lists into one set", kBuildExamples);
  build.add_option("OUT", sets.build.output, "The .wset file to write")->required();
  build.add_option("SRC", sets.build.sources, "Lists of digests")->required();
  build.add_option("--name", sets.build.name, "Name of the set, shown with findings")
      ->required()
      ->type_name("NAME");
  auto& type = sets.build.type;
  auto* typed = build.add_option_function<std::string>(
      "--type",
      [&type](const std::string& text) {
        const auto parsed = parse_set_type(text);
        if (!parsed) {
          throw CLI::ValidationError("--type", "must be notable, known or ignore");
        }
        type = *parsed;
      },
      "notable: to be found; known: benign; ignore");
  typed->required()->type_name("notable|known|ignore");
  build
      .add_option("--profile", sets.build.profile,
                  "What category numbers mean: as in the US, the UK, or a profile file")
      ->type_name("us|uk|FILE");
  build
      .add_option("--format", sets.build.format,
                  "How to read the lists where their content does not tell: pdq (64 "
                  "digits a line are SHA-256 otherwise)")
      ->type_name("FORMAT");
  add_set_statements(build, sets.build);
  add_memory(build, sets.build.memory_bytes);
  add_learn(hashset, sets.learn);
  add_sealing(hashset, build, sets);
  CLI::App& info = add_command(hashset, "info",
                               "What a set holds, and where it is from", kInfoExamples);
  info.add_option("FILE", sets.info.file, "A .wset file, or a Bloom filter")
      ->required();
  add_passphrase_file(info, sets.info.passphrase_file, kOfSealedSets);
  info.add_flag("--json", sets.info.json, "For programs: JSON on standard output");
  CLI::App& check = add_command(hashset, "check", "Look digests or files up in a set",
                                kCheckExamples);
  check.add_option("FILE", sets.check.file, "A .wset file, or a Bloom filter")
      ->required();
  add_passphrase_file(check, sets.check.passphrase_file, kOfSealedSets);
  check.add_option("VALUE", sets.check.values, "Digests in hexadecimal, or files")
      ->required();
}

// All that follows --hashset up to the next option is a set, so an exhibit that was to
// be scanned cannot end up there unnoticed.
bool lacks_exhibits(const CLI::App& app, const ScanOptions& scan) {
  return app.got_subcommand("scan") && scan.exhibits.empty();
}

// --version goes with every command, however little of the command is there.
std::optional<VersionOptions> asked_for_version(int argc, char** argv) {
  bool asked = false;
  VersionOptions version;
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    asked = asked || std::string_view(argv[i]) == "--version";
    version.json = version.json || std::string_view(argv[i]) == "--json";
  }
  return asked ? std::optional(version) : std::nullopt;
}

// The words of the line, quoted where a shell would take them for something else.
std::string command_line_of(int argc, char** argv) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_";
  std::string line;
  for (int i = 0; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (i > 0) line += ' ';
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) {
      line += word;
      continue;
    }
    line += '\'';
    for (const char c : word)
      line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += '\'';
  }
  return line;
}

// winnow --generate man-page|bash-completion: for who installs it, and never run as a
// command by people, so it stands in no help.
std::optional<NoCommand> asked_to_generate(const CLI::App& app, int argc, char** argv) {
  if (argc != 3 || std::string_view(argv[1]) != "--generate") return std::nullopt;
  const std::string_view what = argv[2];
  if (what == "man-page") {
    std::cout << manual_page(app);
  } else if (what == "bash-completion") {
    std::cout << bash_completion(app);
  } else {
    return std::nullopt;
  }
  return NoCommand{std::cout.flush() ? kExitDone : kExitFailed};
}

Options refused(const std::string& complaint) {
  std::cerr << "winnow: " << printable_utf8(complaint) << "\n";
  return NoCommand{kExitFailed};
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  return names;
}

// The end of a complaint: "; did you mean scan?", or ".".
std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const std::string nearest = nearest_word(word, known);
  return nearest.empty() ? "." : "; did you mean " + nearest + "?";
}

// A complaint if the first words of the line are not the names of commands. Options
// before them take no values.
std::optional<std::string> unknown_command(const CLI::App& app, int argc, char** argv) {
  const CLI::App* place = &app;
  std::string path;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::vector<std::string> names = command_names(*place);
    if (names.empty()) return std::nullopt;
    if (word.empty() || word[0] == '-') continue;
    path += (path.empty() ? "" : " ") + word;
    if (std::find(names.begin(), names.end(), word) == names.end()) {
      return path + ": no such command" + suggestion(word, names) +
             " The commands are: " + joined(names);
    }
    place = place->get_subcommand(word);
  }
  return std::nullopt;
}

// "winnow hashset build": as far as the line's commands were understood.
std::string asked_command(const CLI::App& app) {
  std::string path = app.get_name();
  const CLI::App* place = &app;
  while (!place->get_subcommands().empty()) {
    place = place->get_subcommands().front();
    path += " " + place->get_name();
  }
  return path;
}

std::optional<std::string> unknown_option(const CLI::App& app) {
  const CLI::App* place = &app;
  while (!place->get_subcommands().empty()) place = place->get_subcommands().front();
  std::vector<std::string> names;
  for (const CLI::Option* option : place->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (const std::string& word : app.remaining(true)) {
    if (word.size() < 2 || word[0] != '-') continue;
    const std::string option = word.substr(0, word.find('='));
    const std::string command = asked_command(app);
    return command.substr(std::min(command.size(), command.find(' ') + 1)) + ": " +
           option + ": no such option" + suggestion(option, names) + " See " + command +
           " --help";
  }
  return std::nullopt;
}

Options chosen(const CLI::App& app,
               const std::vector<std::pair<std::string, Options>>& all) {
  for (const auto& [name, options] : all) {
    if (app.got_subcommand(name)) return options;
  }
  return NoCommand{kExitFailed};
}

}  // namespace

Options parse_options(int argc, char** argv) {
  CLI::App app(kAbout, "winnow");
  app.formatter(help_formatter());
  app.set_help_flag("-h,--help", "Print what this can do and end");
  app.footer(kMainExamples);
  ScanOptions scan;
  RankOptions rank;
  FindingsOptions findings;
  CoverageOptions coverage;
  VerifyOptions verify;
  ReproduceOptions reproduce;
  SetOptions sets;
  RematchOptions rematch;
  BenchOptions bench;
  DecisionOptions decisions;
  BackupOptions backup;
  RestoreOptions restore;
  ReportOptions report;
  LinksOptions links;
  GlimpseOptions glimpse;
  scan.command_line = verify.command_line = bench.command_line = rematch.command_line =
      backup.command_line = restore.command_line = command_line_of(argc, argv);
  report.command_line = backup.command_line;
  ExportOptions exports;
  exports.command_line = backup.command_line;
  if (const auto version = asked_for_version(argc, argv)) return *version;
  const std::string about_version = "Print the version and end; --json for programs";
  app.add_flag("--version", about_version);
  add_scan(app, scan);
  add_rank(app, rank);
  add_exhibit(add_answer(app, "findings", "Every listed file and every indication met",
                         findings, kFindingsExamples),
              findings);
  add_exhibit(add_answer(app, "coverage", "What became of every file and byte",
                         coverage, kCoverageExamples),
              coverage);
  add_exhibit(add_answer(app, "links", "Contents that are on several exhibits", links,
                         kLinksExamples),
              links);
  add_rematch(app, rematch);
  add_verify(app, verify);
  add_reproduce(app, reproduce);
  add_glimpse(app, glimpse);
  add_hashset(app, sets);
  add_bench(app, bench);
  add_decisions(app, decisions);
  OutcomeOptions outcome;
  add_outcome(app, outcome);
  ExceptionsOptions exceptions;
  add_exceptions(app, exceptions);
  add_backup(app, backup);
  add_restore(app, restore);
  add_report(app, report);
  SelftestOptions selftest;
  add_selftest(app, selftest);
  TrainingOptions training;
  add_training(app, training);
  add_export(app, exports);
  ServeOptions serve;
  add_serve(app, serve);
  if (const auto written = asked_to_generate(app, argc, argv)) return *written;
  if (const auto complaint = unknown_command(app, argc, argv)) {
    return refused(*complaint);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      app.exit(error, std::cout, std::cerr);  // help was asked for
      return NoCommand{kExitDone};
    }
    // A mistyped option leaves what it should have brought missing: name the mistake.
    if (const auto complaint = unknown_option(app)) return refused(*complaint);
    return refused(std::string(error.what()) + "; see " + asked_command(app) +
                   " --help");
  }
  if (lacks_exhibits(app, scan)) {
    std::cerr << "winnow: scan: no exhibit is named; name the exhibits first, as all "
                 "files after --hashset, --known and --ignore are taken for sets\n";
    return NoCommand{kExitFailed};
  }
  if (app.get_subcommands().empty()) {
    std::cerr << app.help();
    return NoCommand{kExitFailed};
  }
  if (const auto* hashset = app.get_subcommand("hashset"); hashset->parsed()) {
    return chosen(*hashset, {{"build", sets.build},
                             {"seal", sets.seal},
                             {"learn", sets.learn},
                             {"info", sets.info},
                             {"check", sets.check}});
  }
  return chosen(app, {{"scan", scan},
                      {"rank", rank},
                      {"findings", findings},
                      {"coverage", coverage},
                      {"rematch", rematch},
                      {"verify", verify},
                      {"reproduce", reproduce},
                      {"glimpse", glimpse},
                      {"bench", bench},
                      {"backup", backup},
                      {"restore", restore},
                      {"report", report},
                      {"export", exports},
                      {"links", links},
                      {"serve", serve},
                      {"outcome", outcome},
                      {"exceptions", exceptions},
                      {"intake", decisions.intake},
                      {"disposition", decisions.disposition},
                      {"review", decisions.review},
                      {"people", decisions.people},
                      {"policy", decisions.policy},
                      {"selftest", selftest},
                      {"training", training}});
}

}  // namespace winnow
