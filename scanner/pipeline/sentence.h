// The oneTBB sentence read, examine, match, look, record, over stages that know nothing
// of oneTBB.
//
// sentence.cc alone meets oneTBB's templates, and is built without the thread
// sanitizer, as Debian's library is: how these two hand over their own objects is
// invisible to it and would be reported. What the stages hand over they make visible
// themselves (Baton, in pipeline.cc).
#ifndef WINNOW_SCANNER_PIPELINE_SENTENCE_H_
#define WINNOW_SCANNER_PIPELINE_SENTENCE_H_

#include <cstddef>
#include <cstdint>

namespace winnow {

struct Token;  // a batch on its way; its owner outlives the sentence

class SentenceStages {
 public:
  virtual ~SentenceStages() = default;
  // One call at a time: the next token, or null when there is no more.
  virtual Token* read() = 0;
  // Several tokens at once, each in one stage at a time.
  virtual void examine(Token& token) = 0;
  virtual void match(Token& token) = 0;
  virtual void look(Token& token) = 0;
  // One call at a time.
  virtual void record(Token& token) = 0;
};

// In which order tokens are recorded: that of read(), or as each is done, so that one
// that takes long holds up no other.
enum class RecordOrder : std::uint8_t { as_read, as_done };

// Returns when every token was recorded. An exception of a stage ends it and comes out.
void run_sentence(SentenceStages& stages, unsigned threads, std::size_t tokens,
                  RecordOrder order);

}  // namespace winnow

#endif  // WINNOW_SCANNER_PIPELINE_SENTENCE_H_
