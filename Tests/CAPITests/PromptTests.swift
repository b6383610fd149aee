import DASHeader
import Testing

@Suite struct PromptTests {
  private let kinds = [
    DAS_PROMPT_DESCRIPTION, DAS_PROMPT_JSON, DAS_PROMPT_PYTHON, DAS_PROMPT_JSON_REPAIR,
    DAS_PROMPT_PYTHON_REPAIR,
  ].map { Int32($0) }

  private func prompt(
    _ session: Session, _ kind: Int32, _ detector: String = "pca", _ description: String? = nil,
    variant: Int32 = 0
  ) throws -> String {
    try session.text { das_prompt($0, detector, description, kind, variant, $1, $2, &$3) }
  }

  @Test("each kind and variant is a text of its own that holds what it was given")
  func texts() throws {
    let session = try Session()
    var seen: Set<String> = []
    for kind in kinds {
      for variant in kind == DAS_PROMPT_DESCRIPTION ? 0...0 : Int32(0)...3 {
        let text = try prompt(session, kind, "hbos", "It has BUCKETS.", variant: variant)
        #expect(text.contains("It has BUCKETS.") || variant == DAS_VARIANT_GENERIC)
        #expect(seen.insert(text).inserted || kind >= DAS_PROMPT_JSON_REPAIR)
      }
    }
    #expect(try prompt(session, kinds[1]).contains("principal component analysis (`pca`)"))
  }

  @Test("the JSON prompt holds the schema and, taken for an answer, a program: its example")
  func example() throws {
    let session = try Session()
    let text = try prompt(session, kinds[1])
    #expect(try text.contains(session.text { das_program_schema($0, $1, $2, &$3) }))
    _ = try session.make(das_program_free) {
      das_program_parse($0, text, Int64(text.utf8.count), $1)
    }
  }

  @Test("no context, and texts that are no UTF-8, NULL or unknown")
  func refused() throws {
    let session = try Session()
    var size: Int64 = 0
    #expect(das_prompt(nil, "pca", nil, 1, 0, nil, 0, &size) == DAS_OK && size > 500)
    let broken: [CChar] = [-1, 0]
    func outcome(
      _ detector: UnsafePointer<CChar>?, _ description: UnsafePointer<CChar>? = nil,
      kind: Int32 = 1, variant: Int32 = 0
    ) -> Outcome {
      session.outcome { das_prompt($0, detector, description, kind, variant, nil, 0, &size) }
    }
    #expect(outcome(nil) == .null("detector"))
    #expect(outcome(broken) == .invalidArgument("detector is not UTF-8 text"))
    #expect(outcome("pca", broken) == .invalidArgument("description is not UTF-8 text"))
    #expect(
      outcome("pca", kind: 4)
        == .invalidArgument("description is missing; a repair takes the message of what failed"))
    #expect(
      session.outcome { das_prompt($0, "pca", nil, 1, 0, nil, 0, nil) } == .null("size"))
    #expect(
      session.outcome { das_prompt($0, "pca", nil, 1, 0, nil, 5, &size) } == .null("buffer"))
    for kind in [0, -1, 6, Int32.min, .max] {
      #expect(
        outcome("pca", kind: kind)
          == .outOfRange("kind is \(kind); it takes a DAS_PROMPT_..., 1 ... 5"))
    }
    for variant in [-1, 4, Int32.min, .max] {
      #expect(
        outcome("pca", kind: 2, variant: variant)
          == .outOfRange("variant is \(variant); it takes a DAS_VARIANT_..., 0 ... 3"))
    }
  }
}
