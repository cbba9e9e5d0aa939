#include "drivers/cli/verify_evidence.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "scanner/supervise/child_process.h"
#include "scanner/supervise/errands.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

using Verdict = EvidenceVerdict;

// Names of the digests as containers' metadata carry them (formats.md 4.5).
constexpr std::pair<const char*, Algorithm> kStored[] = {
    {"acq.md5_stored", Algorithm::md5}, {"acq.sha1_stored", Algorithm::sha1}};

std::string stored_digest(const EvidenceRecord& evidence, const std::string& key) {
  for (const auto& [name, value] : evidence.metadata) {
    if (name != key) continue;
    std::string hex = value;
    std::transform(hex.begin(), hex.end(), hex.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return hex;
  }
  return "";
}

AlgorithmSet stored_algorithms(const EvidenceRecord& evidence) {
  AlgorithmSet stored;
  for (const auto& [key, algorithm] : kStored) {
    if (!stored_digest(evidence, key).empty()) stored.add(algorithm);
  }
  return stored;
}

// Every digest that is stored must be the one that was computed.
void compare(const DigestedEvidence& digested, VerifiedEvidence& verified) {
  verified.verdict = Verdict::match;
  for (const auto& [key, algorithm] : kStored) {
    const std::string stored = stored_digest(digested.evidence, key);
    const auto computed = digested.digests.get(algorithm);
    if (stored.empty() || !computed) continue;
    if (!verified.detail.empty()) verified.detail += ", ";
    verified.detail += std::string(to_string(algorithm)) + " " + computed->hex();
    if (computed->hex() == stored) continue;
    verified.verdict = Verdict::mismatch;
    verified.detail += " (stored: " + stored + ")";
  }
}

VerifiedEvidence verify_one(const RunStarted& run, ScanSettings settings) {
  VerifiedEvidence verified{run.exhibit, Verdict::not_verified, ""};
  const auto fail = [&verified](const Fault& fault) {
    verified.detail = fault.line();
    return verified;
  };
  auto files = open_exhibit(run.path);
  if (!files) return fail(files.error());
  const Exhibit exhibit{run.exhibit, std::move(*files), ""};
  if (!same_evidence(run.fingerprint, fingerprint_of(exhibit.files))) {
    return fail({FaultKind::usage, "is not the device that was scanned", run.path, {}});
  }
  const auto evidence = check_exhibit(exhibit, settings);
  if (!evidence) return fail(evidence.error());
  settings.algorithms = stored_algorithms(*evidence);
  if (settings.algorithms.empty()) {
    verified.verdict = Verdict::not_stored;
    verified.detail = evidence->kind + " holds no digest of itself";
    return verified;
  }
  ScanWatcher nobody;
  const auto digested = digest_evidence(exhibit, settings, nobody);
  if (!digested) return fail(digested.error());
  compare(*digested, verified);
  return verified;
}

}  // namespace

const char* to_string(EvidenceVerdict verdict) {
  switch (verdict) {
    case Verdict::match:
      return "match";
    case Verdict::mismatch:
      return "MISMATCH";
    case Verdict::not_stored:
      return "not stored";
    case Verdict::not_verified:
      return "not verified";
  }
  return "not verified";
}

Result<std::vector<VerifiedEvidence>> verify_evidence(const CaseFolder& folder) {
  ScanSettings settings;
  auto worker = find_worker();
  if (!worker) return std::move(worker).error();
  settings.worker = std::move(*worker);
  const auto journals = folder.journals();
  if (!journals) return journals.error();
  std::vector<VerifiedEvidence> all;
  for (const std::string& journal : *journals) {
    const auto run = run_of_journal(journal);
    if (!run) return run.error();
    if (*run) all.push_back(verify_one(**run, settings));
  }
  return all;
}

}  // namespace winnow
