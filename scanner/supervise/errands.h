// Errands: what a child is sent for besides a scan. Each is watched as a scan is, and
// writes nothing. One thread; Ctrl-C is answered as in a scan.
#ifndef WINNOW_SCANNER_SUPERVISE_ERRANDS_H_
#define WINNOW_SCANNER_SUPERVISE_ERRANDS_H_

#include <string>

#include "base/digest.h"
#include "base/result.h"
#include "scanner/ledger/ledger.h"
#include "scanner/supervise/supervisor.h"

namespace winnow {

// Whether the exhibit can be opened.
[[nodiscard]] Result<EvidenceRecord> check_exhibit(const Exhibit& exhibit,
                                                   const ScanSettings& settings);

// The classes that pictures are told apart by, in the order of their numbers, and what
// that takes. A fault says what is wrong with the model or its manifest, and what to
// do.
[[nodiscard]] Result<ClassesKnown> check_classes(const ScanSettings& settings);

// The digests of all bytes of the evidence, as they are inside its container.
struct DigestedEvidence {
  EvidenceRecord evidence;
  Digests digests;
};
[[nodiscard]] Result<DigestedEvidence> digest_evidence(const Exhibit& exhibit,
                                                       const ScanSettings& settings,
                                                       ScanWatcher& watcher);

// What becomes of a child that is sent to this place alone, knowing what `ledger` does:
// "ended well", "was killed by signal 11", ... A place that does not exist is a fault,
// and so is an exhibit whose files are not those of the ledger any more.
[[nodiscard]] Result<std::string> reproduce(const Exhibit& exhibit,
                                            const ScanSettings& settings,
                                            const Ledger& ledger,
                                            const WorkPlace& place);

// What a picture shows, as the child tells it. `of_file`: the digests on record of the
// file that it is, or lies in. A fault says why there is nothing to see; its place is
// empty where the picture is to blame.
[[nodiscard]] Result<GlimpseSeen> see_picture(const Exhibit& exhibit,
                                              const ScanSettings& settings,
                                              const Ledger& ledger,
                                              const PicturePlace& place,
                                              const Digests& of_file);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_ERRANDS_H_
