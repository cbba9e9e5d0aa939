#include "drivers/cli/rematch_words.h"
#include "drivers/answers/words.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/console.h"

namespace winnow {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::size_t kSharedShown = 20;

// "2 exact findings, 1 near finding"; "" for none. A file that two sets list is two.
std::string counts_text(const KindCounts& counts) {
  std::string text;
  for (std::size_t i = 0; i < kFindingKinds; ++i) {
    if (counts[i] == 0) continue;
    const std::string kind = to_string(static_cast<FindingKind>(i));
    text += (text.empty() ? "" : ", ") + counted_text(counts[i], kind + " finding");
  }
  return text;
}

std::string standing_text(const RankedExhibit& exhibit) {
  const std::string counts = counts_text(exhibit.counts);
  const std::string place = exhibit.rank == 0 ? to_string(exhibit.facts.disposition)
                                              : "place " + std::to_string(exhibit.rank);
  return place + ", lane " + to_string(exhibit.lane) + ", " + to_string(exhibit.band) +
         ", " + std::to_string(exhibit.score) + " points" +
         (counts.empty() ? "" : " (" + counts + ")");
}

std::string why_not(const ExhibitMove& move) {
  switch (move.end) {
    case RematchEnd::done:
      return "";
    case RematchEnd::nothing_new:
      return "these sets are on record of it already";
    case RematchEnd::not_finished:
      return "NOT COMPARED: its scan did not come to its end; finish it, or scan it "
             "again with these sets";
    case RematchEnd::damaged:
      return "NOT COMPARED: its journal " + move.complaint + "; scan it again";
  }
  return "";
}

// "files" -> "file"
std::string noun_of(const std::string& what) {
  return what.ends_with('s') ? what.substr(0, what.size() - 1) : what;
}

std::string move_text(const ExhibitMove& move) {
  std::string text = inked(Ink::bold, move.ref) + ": ";
  if (move.has_moved()) {
    text += "was " + standing_text(move.before) + "\n  now " +
            inked(Ink::yellow, standing_text(move.after)) + "\n";
  } else {
    text += "as before: " + standing_text(move.after) + "\n";
  }
  if (move.matches_after_leaving()) {
    text +=
        "  " +
        inked(Ink::red, std::string("A ") + to_string(move.after.facts.disposition) +
                            " exhibit now matches") +
        ": a supervisor has to know\n";
  }
  if (const std::string why = why_not(move); !why.empty()) text += "  " + why + "\n";
  for (const auto& [set, counts] : move.by_set) {
    const std::string met = counts_text(counts);
    if (!met.empty()) text += "  new, by " + set + ": " + met + "\n";
  }
  for (const NotDecided& one : move.not_decided) {
    text += "  not decided: ";
    if (!one.set.empty()) text += one.set + ": ";
    if (one.set.empty() && one.count > 0) {
      text += counted_text(one.count, noun_of(one.what)) + " ";
    }
    text += one.reason + "\n";
  }
  return text;
}

std::string shared_text(const std::vector<SharedContent>& shared) {
  std::string text;
  const std::size_t shown = std::min(shared.size(), kSharedShown);
  for (std::size_t i = 0; i < shown; ++i) {
    text += "The same listed content (" + shared[i].set + ", entry " +
            std::to_string(shared[i].entry) + ") is on";
    const char* before = " ";
    for (const std::string& ref : shared[i].exhibits) {
      text += before + ref;
      before = ", ";
    }
    text += "\n";
  }
  if (shared.size() > shown) {
    text += "and " + grouped(shared.size() - shown) +
            " more contents on several exhibits: --json names them\n";
  }
  return text;
}

void put(Writer& json, const char* key, std::string_view text) {
  json.Key(key);
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put_text_or_null(Writer& json, const char* key, const std::string& text) {
  if (!text.empty()) return put(json, key, text);
  json.Key(key);
  json.Null();
}

void put_counts(Writer& json, const KindCounts& counts) {
  json.StartObject();
  for (std::size_t i = 0; i < kFindingKinds; ++i) {
    json.Key(to_string(static_cast<FindingKind>(i)));
    json.Uint64(counts[i]);
  }
  json.EndObject();
}

void put_standing(Writer& json, const char* key, const RankedExhibit& exhibit) {
  json.Key(key);
  json.StartObject();
  json.Key("rank");
  json.Uint(exhibit.rank);
  put(json, "lane", to_string(exhibit.lane));
  put(json, "disposition", to_string(exhibit.facts.disposition));
  put(json, "band", to_string(exhibit.band));
  json.Key("score");
  json.Int64(exhibit.score);
  json.Key("counts");
  put_counts(json, exhibit.counts);
  json.Key("complete");
  json.Bool(exhibit.coverage.complete);
  json.EndObject();
}

void put_not_decided(Writer& json, const std::vector<NotDecided>& all) {
  json.Key("not_decided");
  json.StartArray();
  for (const NotDecided& one : all) {
    json.StartObject();
    put(json, "what", one.what);
    put_text_or_null(json, "set", one.set);
    json.Key("count");
    if (one.count > 0) {
      json.Uint64(one.count);
    } else {
      json.Null();
    }
    put(json, "reason", one.reason);
    json.EndObject();
  }
  json.EndArray();
}

void put_move(Writer& json, const ExhibitMove& move) {
  json.StartObject();
  put(json, "exhibit", move.ref);
  put(json, "end", to_string(move.end));
  if (!move.complaint.empty()) put(json, "complaint", move.complaint);
  json.Key("moved");
  json.Bool(move.has_moved());
  put_standing(json, "before", move.before);
  put_standing(json, "after", move.after);
  json.Key("new");
  json.StartArray();
  for (const std::string& name : move.added) {
    const auto counts = move.by_set.find(name);
    json.StartObject();
    put(json, "set", name);
    json.Key("counts");
    put_counts(json, counts == move.by_set.end() ? KindCounts() : counts->second);
    json.EndObject();
  }
  json.EndArray();
  put_not_decided(json, move.not_decided);
  json.EndObject();
}

void put_shared(Writer& json, const std::vector<SharedContent>& all) {
  json.Key("shared");
  json.StartArray();
  for (const SharedContent& shared : all) {
    json.StartObject();
    put(json, "set", shared.set);
    json.Key("entry");
    json.Uint(shared.entry);
    json.Key("exhibits");
    json.StartArray();
    for (const std::string& ref : shared.exhibits) {
      json.String(ref.data(), static_cast<rapidjson::SizeType>(ref.size()));
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
}

void put_sets(Writer& json, const std::vector<RematchSetFacts>& sets) {
  json.Key("sets");
  json.StartArray();
  for (const RematchSetFacts& set : sets) {
    json.StartObject();
    put(json, "name", set.name);
    put(json, "id", set.id);
    put(json, "type", to_string(set.type));
    json.Key("entries");
    json.Uint64(set.entries);
    json.Key("pdq");
    json.Uint64(set.pdq_hashes);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::string rematch_text(const RematchReport& report,
                         const std::vector<RematchSetFacts>& sets) {
  std::string text = counted_text(report.exhibits.size(), "exhibit") +
                     " compared, by what is on record, with:\n";
  for (const RematchSetFacts& set : sets) {
    text += "  " + set.name + " (" + to_string(set.type) + ", " +
            counted_text(set.entries, "entry");
    if (set.pdq_hashes > 0) text += ", " + grouped(set.pdq_hashes) + " PDQ";
    text += ")\n";
  }
  for (const bool has_moved : {true, false}) {
    for (const ExhibitMove& move : report.exhibits) {
      if (move.has_moved() == has_moved) text += move_text(move);
    }
  }
  return text + shared_text(report.shared);
}

std::string rematch_json(const RematchReport& report,
                         const std::vector<RematchSetFacts>& sets,
                         const std::string& as_of, const std::string& audit_head) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  put_sets(json, sets);
  json.Key("exhibits");
  json.StartArray();
  for (const ExhibitMove& move : report.exhibits) put_move(json, move);
  json.EndArray();
  put_shared(json, report.shared);
  put(json, "as_of", as_of);
  put(json, "audit_head", audit_head);
  json.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace winnow
