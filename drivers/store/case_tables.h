// The columns of case.db's tables (case_schema.h), in the order in which the store
// writes a row of them.
#ifndef WINNOW_DRIVERS_STORE_CASE_TABLES_H_
#define WINNOW_DRIVERS_STORE_CASE_TABLES_H_

#include <array>
#include <string_view>

#include "drivers/store/bulk_insert.h"

namespace winnow {

namespace columns {
inline constexpr auto kExhibits =
    std::to_array<std::string_view>({"exhibit",
                                     "ref",
                                     "path",
                                     "operator",
                                     "tool_version",
                                     "configuration",
                                     "until",
                                     "algorithms",
                                     "journal",
                                     "journal_bytes",
                                     "journal_chain",
                                     "kind",
                                     "is_folder",
                                     "evidence_bytes",
                                     "unsupported",
                                     "total",
                                     "read",
                                     "unread",
                                     "unreadable",
                                     "logical",
                                     "listed",
                                     "matched",
                                     "hashed",
                                     "probed",
                                     "skipped",
                                     "encrypted",
                                     "unreadable_files",
                                     "failed",
                                     "unvisited",
                                     "known_benign",
                                     "kept",
                                     "ended",
                                     "balanced",
                                     "complete",
                                     "space_searched",
                                     "examined_bytes",
                                     "sampled_bytes",
                                     "samples",
                                     "samples_read",
                                     "unseen_bytes",
                                     "probative_ppm",
                                     "settled_bytes",
                                     "members",
                                     "members_matched",
                                     "members_hashed",
                                     "members_probed",
                                     "members_skipped",
                                     "members_encrypted",
                                     "members_unreadable",
                                     "members_failed",
                                     "members_unvisited",
                                     "pictures_compared",
                                     "pictures_too_even",
                                     "pictures_known_benign",
                                     "pictures_not_decoded",
                                     "keeps_pictures", "keeps_blocks"});
inline constexpr auto kMetadata =
    std::to_array<std::string_view>({"exhibit", "position", "key", "value"});
inline constexpr auto kSets =
    std::to_array<std::string_view>({"exhibit", "number", "name", "id", "type"});
inline constexpr auto kVolumes = std::to_array<std::string_view>(
    {"exhibit", "volume", "offset", "length", "filesystem", "outcome", "reason"});
inline constexpr auto kFiles = std::to_array<std::string_view>(
    {"key", "volume", "path", "size", "allocated", "uncertain", "content", "inode",
     "same_content_as", "modified", "modified_ns", "accessed", "accessed_ns", "changed",
     "changed_ns", "created", "created_ns", "runs"});
inline constexpr auto kDigests = std::to_array<std::string_view>(
    {"key", "outcome", "reason", "type", "benign", "quality", "md5", "sha1", "sha256"});
inline constexpr auto kMembers = std::to_array<std::string_view>(
    {"key", "member", "path", "size", "allocated", "uncertain", "outcome", "reason",
     "type", "benign", "quality", "md5", "sha1", "sha256"});
inline constexpr auto kPictures = std::to_array<std::string_view>(
    {"key", "member", "position", "place", "quality", "full", "reduced"});
inline constexpr auto kClasses = std::to_array<std::string_view>(
    {"exhibit", "number", "name", "points", "pictures"});
inline constexpr auto kClassedPictures =
    std::to_array<std::string_view>({"key", "member", "number", "percent"});
inline constexpr auto kNamedDigests = std::to_array<std::string_view>(
    {"key", "member", "position", "place", "md5", "sha1", "sha256"});
inline constexpr auto kFindings = std::to_array<std::string_view>(
    {"exhibit",  "position", "file",    "member",   "kind",    "set_number",
     "set_name", "entry",    "profile", "code",     "label",   "algorithm",
     "tier",     "note",     "hint",    "path",     "size",    "md5",
     "sha1",     "sha256",   "pdq",     "distance", "quality", "form",
     "variant",  "others",   "frames",  "first_ms", "last_ms", "set_size",
     "compared", "chance"});
inline constexpr auto kBlockFindings = std::to_array<std::string_view>(
    {"exhibit", "position", "set_number", "entry", "profile", "code", "label", "path",
     "offset", "length", "tier", "note"});
inline constexpr auto kProblems = std::to_array<std::string_view>(
    {"exhibit", "position", "path", "offset", "length", "outcome", "reason"});
}  // namespace columns

inline constexpr BulkTable kExhibitsTable{"exhibits", columns::kExhibits};
inline constexpr BulkTable kMetadataTable{"metadata", columns::kMetadata};
inline constexpr BulkTable kSetsTable{"sets", columns::kSets};
inline constexpr BulkTable kVolumesTable{"volumes", columns::kVolumes};
inline constexpr BulkTable kFilesTable{"files", columns::kFiles};
// A tier before the last has the last word of most files, not of all.
inline constexpr BulkTable kDigestsTable{"digests", columns::kDigests, 1};
inline constexpr BulkTable kMembersTable{"members", columns::kMembers};
inline constexpr BulkTable kPicturesTable{"pictures", columns::kPictures};
inline constexpr BulkTable kClassesTable{"classes", columns::kClasses};
inline constexpr BulkTable kClassedPicturesTable{"classed_pictures",
                                                 columns::kClassedPictures};
inline constexpr BulkTable kNamedDigestsTable{"named_digests", columns::kNamedDigests};
inline constexpr BulkTable kFindingsTable{"findings", columns::kFindings};
inline constexpr BulkTable kBlockFindingsTable{"block_findings",
                                               columns::kBlockFindings};
inline constexpr BulkTable kProblemsTable{"problems", columns::kProblems};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_CASE_TABLES_H_
