#include "drivers/store/content_links.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/fold_case.h"
#include "base/pdq_hash.h"
#include "drivers/store/case_schema.h"
#include "scanner/ledger/answer.h"

namespace winnow {
namespace {

constexpr std::array kStrongestFirst = {Algorithm::sha256, Algorithm::sha1,
                                        Algorithm::md5};

// ---- what may be shown ----

// A content that may be shown, where it lies in the database.
struct Candidate {
  std::int64_t exhibit = 0;
  std::int64_t key = 0;     // of its file
  std::int64_t member = 0;  // 0: the file itself
  Digests digests;
  std::string_view type;  // of its bytes; "" for a finding
  std::string_view path;  // of a finding; else ""
  Standing standing = Standing::unknown;
  bool is_finding = false;
};
using CandidateTaker = std::function<Result<void>(const Candidate&)>;

void read_digests(const Statement& row, int column, Digests& digests) {
  for (const Algorithm algorithm : kAlgorithms) {
    const auto digest = make_digest(algorithm, row.blob(column++));
    if (digest) digests.set(*digest);
  }
}

Result<void> for_each(Statement& rows, const CandidateTaker& take,
                      const std::function<Candidate(const Statement&)>& read) {
  while (true) {
    const auto row = rows.step();
    if (!row) return row.error();
    if (!*row) return {};
    if (auto taken = take(read(rows)); !taken) return taken;
  }
}

Candidate picture_of(const Statement& row) {
  Candidate candidate;
  candidate.key = row.number(0);
  candidate.exhibit = candidate.key >> kKeyShift;
  candidate.member = row.number(1);
  candidate.type = row.text(2);
  read_digests(row, 3, candidate.digests);
  return candidate;
}

Standing standing_of(std::int64_t kind) {
  switch (static_cast<FindingKind>(kind)) {
    case FindingKind::exact:
    case FindingKind::record:
      return Standing::listed;
    case FindingKind::near:
      return Standing::near;
    default:
      return Standing::unknown;
  }
}

Candidate finding_of(const Statement& row) {
  Candidate candidate;
  candidate.exhibit = row.number(0);
  candidate.key = candidate.exhibit << kKeyShift | row.number(1);
  candidate.member = row.number(2);
  candidate.standing = standing_of(row.number(3));
  candidate.path = row.text(4);
  candidate.is_finding = true;
  read_digests(row, 5, candidate.digests);
  return candidate;
}

// In the same order each time.
Result<void> for_each_candidate(Database& database, const CandidateTaker& take) {
  const std::string shown = " WHERE quality >= ? AND benign = 0";
  auto files =
      database.prepare("SELECT key, 0, type, md5, sha1, sha256 FROM digests" + shown);
  if (!files) return std::move(files).error();
  files->bind(1, std::int64_t{kLeastPdqQuality});
  if (auto done = for_each(*files, take, picture_of); !done) return done;
  auto members = database.prepare(
      "SELECT key, member, type, md5, sha1, sha256 FROM members" + shown);
  if (!members) return std::move(members).error();
  members->bind(1, std::int64_t{kLeastPdqQuality});
  if (auto done = for_each(*members, take, picture_of); !done) return done;
  auto findings = database.prepare(
      "SELECT exhibit, file, member, kind, path, md5, sha1, sha256 FROM findings "
      "WHERE size > 0");
  if (!findings) return std::move(findings).error();
  return for_each(*findings, take, finding_of);
}

// ---- which of them are on several exhibits ----

std::uint64_t start_of(const Digest& digest) {
  std::uint64_t start = 0;
  std::memcpy(&start, digest.value.data(), sizeof(start));
  return start;
}

struct Met {
  std::uint64_t start = 0;  // of a digest
  std::int64_t exhibit = 0;
  auto operator<=>(const Met&) const = default;
};

// Beginnings of digests that two exhibits have, sorted: all that are met twice, and
// hardly any other.
Result<std::vector<std::uint64_t>> starts_met_twice(Database& database) {
  std::vector<Met> all;
  auto read = for_each_candidate(database, [&](const Candidate& candidate) {
    for (const auto& digest : candidate.digests.by_algorithm) {
      if (digest) all.push_back({start_of(*digest), candidate.exhibit});
    }
    return Result<void>();
  });
  if (!read) return std::move(read).error();
  std::sort(all.begin(), all.end());
  std::vector<std::uint64_t> twice;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].start != all[i - 1].start || all[i].exhibit == all[i - 1].exhibit) {
      continue;
    }
    if (twice.empty() || twice.back() != all[i].start) twice.push_back(all[i].start);
  }
  return twice;
}

// ---- what is where ----

struct Place {
  std::string exhibit;
  std::string path;
  auto operator<=>(const Place&) const = default;
};

struct Content {
  Digests digests;
  LinkedKind kind = LinkedKind::other;
  Standing standing = Standing::unknown;
  std::set<Place> places;
};

LinkedKind kind_of(std::string_view type) {
  if (type.ends_with("picture")) return LinkedKind::picture;
  return type == "video" ? LinkedKind::video : LinkedKind::other;
}

// Reads names of exhibits and paths as they are asked for.
class Names {
 public:
  [[nodiscard]] static Result<Names> open(Database& database) {
    auto files = database.prepare("SELECT path FROM files WHERE key = ?");
    if (!files) return std::move(files).error();
    auto members =
        database.prepare("SELECT path, type FROM members WHERE key = ? AND member = ?");
    if (!members) return std::move(members).error();
    auto types = database.prepare("SELECT type FROM digests WHERE key = ?");
    if (!types) return std::move(types).error();
    Names names(std::move(*files), std::move(*members), std::move(*types));
    auto refs = database.prepare("SELECT exhibit, ref FROM exhibits");
    if (!refs) return std::move(refs).error();
    while (true) {
      const auto row = refs->step();
      if (!row) return row.error();
      if (!*row) return names;
      names.refs_[refs->number(0)] = refs->text(1);
    }
  }

  [[nodiscard]] Result<Place> place_of(const Candidate& candidate) {
    Place place{refs_[candidate.exhibit], std::string(candidate.path)};
    if (!place.path.empty()) return place;
    auto path = text_of(files_, candidate.key, std::nullopt);
    if (!path) return std::move(path).error();
    place.path = std::move(*path);
    if (candidate.member == 0) return place;
    auto inner = text_of(members_, candidate.key, candidate.member);
    if (!inner) return std::move(inner).error();
    place.path += "//" + *inner;
    return place;
  }

  [[nodiscard]] Result<LinkedKind> kind_of_content(const Candidate& candidate) {
    if (!candidate.is_finding) return kind_of(candidate.type);
    auto type = candidate.member == 0
                    ? text_of(types_, candidate.key, std::nullopt)
                    : text_of(members_, candidate.key, candidate.member, 1);
    if (!type) return std::move(type).error();
    return kind_of(*type);
  }

 private:
  Names(Statement files, Statement members, Statement types)
      : files_(std::move(files)),
        members_(std::move(members)),
        types_(std::move(types)) {}

  [[nodiscard]] static Result<std::string> text_of(Statement& statement,
                                                   std::int64_t key,
                                                   std::optional<std::int64_t> member,
                                                   int column = 0) {
    statement.bind(1, key);
    if (member) statement.bind(2, *member);
    const auto row = statement.step();
    if (!row) return row.error();
    std::string text;
    if (*row) text = statement.text(column);
    statement.reset();
    return text;
  }

  Statement files_;
  Statement members_;
  Statement types_;
  std::unordered_map<std::int64_t, std::string> refs_;
};

// Contents that may be on several exhibits, by their strongest digest.
using Contents = std::map<Digest, Content>;

std::optional<Digest> strongest_of(const Digests& digests) {
  for (const Algorithm algorithm : kStrongestFirst) {
    if (const auto& digest = digests.get(algorithm)) return *digest;
  }
  return std::nullopt;
}

Result<Contents> read_contents(Database& database,
                               const std::vector<std::uint64_t>& starts) {
  auto names = Names::open(database);
  if (!names) return std::move(names).error();
  Contents contents;
  const auto is_wanted = [&](const std::optional<Digest>& digest) {
    return digest &&
           std::binary_search(starts.begin(), starts.end(), start_of(*digest));
  };
  auto read = for_each_candidate(database, [&](const Candidate& candidate) {
    const auto& all = candidate.digests.by_algorithm;
    if (std::none_of(all.begin(), all.end(), is_wanted)) return Result<void>();
    auto place = names->place_of(candidate);
    if (!place) return Result<void>(std::move(place).error());
    const auto kind = names->kind_of_content(candidate);
    if (!kind) return Result<void>(kind.error());
    Content& content = contents[*strongest_of(candidate.digests)];
    for (const auto& digest : all) {
      if (digest) content.digests.set(*digest);
    }
    content.kind = std::min(content.kind, *kind);
    content.standing = std::max(content.standing, candidate.standing);
    content.places.insert(std::move(*place));
    return Result<void>();
  });
  if (!read) return std::move(read).error();
  return contents;
}

// What is known by a weaker digest alone is what has that digest and a stronger one.
void join_weaker(Contents& contents) {
  for (const Algorithm weaker : {Algorithm::sha1, Algorithm::md5}) {
    std::map<Digest, Contents::iterator> stronger;
    for (auto it = contents.begin(); it != contents.end(); ++it) {
      const auto& digest = it->second.digests.get(weaker);
      // The first, where a weak digest was made to belong to two.
      if (digest && it->first.algorithm > weaker) stronger.emplace(*digest, it);
    }
    for (auto it = contents.begin(); it != contents.end();) {
      const auto known =
          it->first.algorithm == weaker ? stronger.find(it->first) : stronger.end();
      if (known == stronger.end()) {
        ++it;
        continue;
      }
      Content& whole = known->second->second;
      whole.kind = std::min(whole.kind, it->second.kind);
      whole.standing = std::max(whole.standing, it->second.standing);
      whole.places.merge(it->second.places);
      it = contents.erase(it);
    }
  }
}

// ---- which of them are shown ----

// Below the volume, in small letters.
std::string common_path(std::string_view path) {
  constexpr std::string_view kVolume = "/volume-";
  if (path.starts_with(kVolume)) {
    path.remove_prefix(std::min(path.find('/', 1), path.size()));
  }
  return fold_case(path);
}

// Takes away the places of systems.
void leave_systems_out(std::set<Place>& places) {
  std::map<std::string, std::set<std::string>> exhibits_by_path;
  for (const Place& place : places) {
    exhibits_by_path[common_path(place.path)].insert(place.exhibit);
  }
  std::erase_if(places, [&](const Place& place) {
    const std::string path = common_path(place.path);
    return exhibits_by_path[path].size() > 1 && is_system_path(path);
  });
}

ContentLink link_of(const Digest& digest, const Content& content) {
  ContentLink link{digest, content.kind, content.standing, {}};
  for (const Place& place : content.places) {
    if (!link.exhibits.empty() && link.exhibits.back().exhibit == place.exhibit) {
      ++link.exhibits.back().places;
    } else {
      link.exhibits.push_back({place.exhibit, place.path, 1});
    }
  }
  return link;
}

}  // namespace

const char* to_string(LinkedKind kind) {
  switch (kind) {
    case LinkedKind::picture:
      return "picture";
    case LinkedKind::video:
      return "video";
    case LinkedKind::other:
      return "file";
  }
  return "file";
}

const char* to_string(Standing standing) {
  switch (standing) {
    case Standing::listed:
      return "listed";
    case Standing::near:
      return "near";
    case Standing::unknown:
      return "unknown";
  }
  return "unknown";
}

bool is_system_path(std::string_view path) {
  static constexpr auto kFolders =
      std::to_array<std::string_view>({"/windows/",
                                       "/program files/",
                                       "/program files (x86)/",
                                       "/programdata/",
                                       "/users/public/",
                                       "/users/default/",
                                       "/users/all users/",
                                       "/documents and settings/all users/",
                                       "/documents and settings/default user/",
                                       "/usr/",
                                       "/lib/",
                                       "/opt/",
                                       "/boot/",
                                       "/etc/",
                                       "/var/lib/",
                                       "/snap/",
                                       "/system/",
                                       "/library/",
                                       "/applications/",
                                       "/product/",
                                       "/vendor/",
                                       "/recovery/"});
  const std::string small = common_path(path);
  return std::any_of(kFolders.begin(), kFolders.end(), [&](std::string_view folder) {
    return small.starts_with(folder);
  });
}

Result<std::vector<ContentLink>> read_content_links(Database& database) {
  const auto starts = starts_met_twice(database);
  if (!starts) return starts.error();
  auto contents = read_contents(database, *starts);
  if (!contents) return std::move(contents).error();
  join_weaker(*contents);
  std::vector<ContentLink> links;
  for (auto& [digest, content] : *contents) {
    if (content.standing == Standing::unknown) leave_systems_out(content.places);
    ContentLink link = link_of(digest, content);
    if (link.exhibits.size() > 1) links.push_back(std::move(link));
  }
  std::stable_sort(links.begin(), links.end(),
                   [](const ContentLink& a, const ContentLink& b) {
                     return std::pair(a.exhibits.size(), a.standing) >
                            std::pair(b.exhibits.size(), b.standing);
                   });
  return links;
}

SharedPictures shared_pictures(const std::vector<ContentLink>& links) {
  SharedPictures shared;
  for (const ContentLink& link : links) {
    if (link.standing != Standing::unknown || link.kind == LinkedKind::other) continue;
    for (const LinkedPlaces& one : link.exhibits) {
      for (const LinkedPlaces& other : link.exhibits) {
        if (one.exhibit != other.exhibit) ++shared[one.exhibit][other.exhibit];
      }
    }
  }
  return shared;
}

}  // namespace winnow
