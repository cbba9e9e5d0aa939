// hashset build, seal, info, check.
#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/digester.h"
#include "base/file.h"
#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/block_check.h"
#include "drivers/cli/commands.h"
#include "drivers/cli/console.h"
#include "drivers/cli/exit_status.h"
#include "drivers/cli/filter_answers.h"
#include "drivers/cli/passphrase.h"
#include "drivers/cli/set_door.h"
#include "drivers/cli/set_info_json.h"
#include "drivers/cli/set_info_text.h"
#include "drivers/cli/set_sources.h"
#include "hashsets/building/build.h"
#include "hashsets/lists/category_profile.h"
#include "hashsets/lists/list_import.h"

namespace winnow {
namespace {

constexpr std::size_t kReadBytes = 1 << 20;
// Of conflicts and of inconsistencies; the set's record has more of them.
constexpr std::size_t kContradictionsShown = 5;

Result<std::optional<BloomFile>> filter_at(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return Fault{FaultKind::usage, "is a folder, not a set; give a .wset file", path,
                 std::nullopt};
  }
  return open_filter(path);
}

Result<HashSet> open_set(const std::string& path, const std::string& passphrase_file) {
  return SetDoor(passphrase_file).open_set(path);
}

Result<Digests> digests_of_file(const std::string& path) {
  const auto fd = open_read_only(path);
  if (!fd) return fd.error();
  const auto size = size_of(*fd, path);
  if (!size) return size.error();
  Digester digester(AlgorithmSet::all());
  std::vector<std::byte> buffer(kReadBytes);
  for (std::uint64_t at = 0; at < *size; at += buffer.size()) {
    const auto length = std::min<std::uint64_t>(buffer.size(), *size - at);
    const auto target = MutableBytes(buffer).first(static_cast<std::size_t>(length));
    if (auto read = read_exactly(fd->get(), at, target, path); !read) {
      return std::move(read).error();
    }
    digester.update(target);
  }
  return digester.finish();
}

// A digest if it looks like one, otherwise the digests of the file of that name.
Result<Digests> digests_of(const std::string& value) {
  const auto digest = parse_digest(value);
  std::error_code error;
  if (!digest && is_hex(value) && !std::filesystem::exists(value, error)) {
    return Fault{FaultKind::usage,
                 "is no digest (MD5 has 32 hexadecimal digits, SHA-1 40, SHA-256 64; "
                 "this has " +
                     std::to_string(value.size()) + "), and there is no such file",
                 value, std::nullopt};
  }
  if (!digest) return digests_of_file(value);
  Digests digests;
  digests.set(*digest);
  return digests;
}

std::string entry_text(const SetEntry& entry) {
  std::string text;
  if (entry.code) text += ", category " + std::to_string(*entry.code);
  if (!entry.profile.empty()) text += " of " + printable_utf8(entry.profile);
  if (!entry.label.empty()) text += " (" + printable_utf8(entry.label) + ")";
  if (!entry.counts_as_hit) text += ", no hit by its profile";
  if (!entry.source.empty()) text += ", from " + printable_utf8(entry.source);
  return text;
}

Result<std::string> look_up(const HashSet& set, const std::string& value) {
  const auto digests = digests_of(value);
  if (!digests) return digests.error();
  const auto match = set.find(*digests);
  if (!match) return match.error();
  const std::string name = printable_utf8(value);
  if (!*match) {
    const auto blocks = parse_digest(value) ? Result<std::string>(std::string())
                                            : block_check_text(set, value);
    if (!blocks) return blocks.error();
    return name + ": not listed in " + printable_utf8(set.name()) + *blocks + "\n";
  }
  const auto entry = set.entry((*match)->entry);
  if (!entry) return entry.error();
  std::string text = name + ": listed in " + printable_utf8(set.name()) + " by " +
                     to_string((*match)->algorithm) + " as entry " +
                     std::to_string((*match)->entry) + entry_text(*entry);
  if ((*match)->inconsistent) {
    text += "; the list contradicts itself: another digest of that entry differs";
  }
  return text + "\n";
}

// 64 digits may be a PDQ hash as well. A line for each entry near it.
Result<std::string> look_up_near(const HashSet& set, const std::string& value) {
  const auto pdq = parse_pdq(value);
  if (!pdq || set.pdq_count() == 0) return std::string();
  const auto matches = set.find_pdq(std::span(&*pdq, 1), kPdqDistance);
  if (!matches) return matches.error();
  std::string text;
  for (const PdqMatch& match : *matches) {
    const auto entry = set.entry(match.entry);
    if (!entry) return entry.error();
    text += value + ": near a PDQ in " + printable_utf8(set.name()) + ", distance " +
            std::to_string(match.distance) + " of 256, entry " +
            std::to_string(match.entry) + entry_text(*entry) + "\n";
  }
  if (text.empty()) {
    text = value + ": no PDQ in " + printable_utf8(set.name()) + " within " +
           std::to_string(kPdqDistance) + "\n";
  }
  return text;
}

int done() {
  return finish_output() ? kExitDone : kExitFailed;
}

int check_in_filter(const BloomFile& filter, const SetCheckOptions& options) {
  for (const std::string& value : options.values) {
    const auto digests = digests_of(value);
    if (!digests) return fail(digests.error());
    tell(filter_look_up(filter, options.file, value, *digests));
  }
  return done();
}

BuildRequest request_of(const SetBuildOptions& options) {
  BuildRequest request;
  request.output = options.output;
  request.sources = options.sources;
  request.name = options.name;
  request.type = options.type;
  request.profile = options.profile;
  request.memory_bytes = options.memory_bytes;
  request.format = options.format;
  request.publisher = options.publisher;
  request.publisher_version = options.publisher_version;
  request.released_on = options.released_on;
  request.imported_at_utc = options.imported_at_utc;
  request.imported_by = options.operator_name;
  request.pdq_alert_distance = options.threshold;
  return request;
}

}  // namespace

int run_set_build(const SetBuildOptions& options) {
  BuildRequest request = request_of(options);
  std::optional<Secret> passphrase;
  if (options.seal) {
    auto given = new_passphrase(options.passphrase_file);
    if (!given) return fail(given.error());
    passphrase = std::move(*given);
    request.seal.passphrase = &*passphrase;
  }
  const auto report = build_set(request);
  if (!report) return fail(report.error());
  if (!options.profile.empty()) {
    // Which may say that it is not confirmed.
    if (const auto profile = CategoryProfile::open(options.profile)) {
      say("profile " + profile->id() + ", version " + profile->version() + ": " +
          profile->source_ref());
    }
  }
  for (const BuildReport::Source& source : report->sources) {
    say(printable_utf8(source.path) + ": " + source.format + ", " +
        counted_text(source.rows, "row"));
  }
  for (const std::string& remark : remarks_of(*report)) say(remark);
  if (report->duplicates > 0)
    say(counted_text(report->duplicates, "row") + " repeated");
  for (const std::string& line : contradiction_lines(*report, kContradictionsShown)) {
    say(line);
  }
  tell(printable_utf8(options.output) + ": " + counted_text(report->entries, "entry") +
       ", a " + to_string(options.type) + " set named " + printable_utf8(options.name) +
       (options.seal ? ", sealed\n" : "\n"));
  return done();
}

int run_set_seal(const SetSealOptions& options) {
  const auto passphrase = new_passphrase(options.passphrase_file);
  if (!passphrase) return fail(passphrase.error());
  const auto sealed = seal_set(options.input, options.output, {&*passphrase});
  if (!sealed) return fail(sealed.error());
  tell(printable_utf8(options.output) + ": sealed\n");
  return done();
}

int run_set_info(const SetInfoOptions& options) {
  const auto filter = filter_at(options.file);
  if (!filter) return fail(filter.error());
  if (*filter) {
    options.json ? print(filter_info_json(**filter) + "\n")
                 : tell(filter_info_text(**filter, options.file));
    return done();
  }
  const auto set = open_set(options.file, options.passphrase_file);
  if (!set) return fail(set.error());
  const auto size_rule = set->size_rule();
  if (!size_rule) return fail(size_rule.error());
  const auto share = set->probative_share_ppm();
  if (!share) return fail(share.error());
  options.json ? print(set_info_json(*set, *size_rule, *share) + "\n")
               : tell(set_info_text(*set, *size_rule, *share));
  return done();
}

int run_set_check(const SetCheckOptions& options) {
  const auto filter = filter_at(options.file);
  if (!filter) return fail(filter.error());
  if (*filter) return check_in_filter(**filter, options);
  const auto set = open_set(options.file, options.passphrase_file);
  if (!set) return fail(set.error());
  for (const std::string& value : options.values) {
    const auto text = look_up(*set, value);
    if (!text) return fail(text.error());
    const auto near = look_up_near(*set, value);
    if (!near) return fail(near.error());
    tell(*text + *near);
  }
  return done();
}

}  // namespace winnow
