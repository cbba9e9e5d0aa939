// Evidence against the digests that its own container stores.
#ifndef WINNOW_DRIVERS_CLI_VERIFY_EVIDENCE_H_
#define WINNOW_DRIVERS_CLI_VERIFY_EVIDENCE_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/store/case_folder.h"

namespace winnow {

enum class EvidenceVerdict : std::uint8_t {
  match,
  mismatch,
  not_stored,    // the container holds no digest: a raw image, a device, a folder
  not_verified,  // it could not be read again, or not to its end
};
[[nodiscard]] const char* to_string(EvidenceVerdict verdict);

struct VerifiedEvidence {
  std::string exhibit;
  EvidenceVerdict verdict = EvidenceVerdict::not_verified;
  std::string detail;  // which digests, or why not
};

// Every exhibit of the case, where it was when it was scanned, read once from its first
// byte to its last. A fault only if the case itself cannot be read.
[[nodiscard]] Result<std::vector<VerifiedEvidence>> verify_evidence(
    const CaseFolder& folder);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_VERIFY_EVIDENCE_H_
