// winnow-worker: the child that reads evidence. Started by the supervisor with its
// descriptors open and nothing else; of no use by itself.
#include "scanner/worker/child_program.h"

int main(int argc, char** argv) {
  return winnow::run_child_program(argc, argv);
}
