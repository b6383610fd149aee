import DASHeader
import Testing

@Suite struct WrappedProgramTests {
  private func synthesize(
    _ session: Session, _ program: Owned, _ detector: Owned, _ X: Table
  ) -> (Outcome, [Double]) {
    var rows = [Double](repeating: -1, count: 90)
    let outcome = session.outcome {
      das_synthesize($0, program.reference, detector.reference, &X.matrix, 30, 1, &rows, 90)
    }
    return (outcome, rows)
  }

  @Test("the host's program makes the rows, alone and in the whole method; destroyed once")
  func program() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    let detector = try session.detector("ecod", on: X)
    var program: Owned? = try session.wrap(probe.program())
    let (outcome, rows) = synthesize(session, program!, detector, X)
    #expect(outcome == .ok)
    #expect(rows == (0..<90).map { X[$0 / 3, $0 % 3] * ($0 % 3 == 0 ? -1 : 1) })
    _ = try session.model(on: X, program: program)
    // Where anomalies among the rows are not ruled out, the model has four boosters.
    #expect(probe.calls == 5)
    program = nil
    #expect(probe.destroyed == 1)
  }

  @Test("a program that fails, writes NaN or forgets rows makes the call fail, and writes nothing")
  func misbehaves() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    let detector = try session.detector("ecod", on: X)
    let program = try session.wrap(probe.program(name: Probe.mine))
    let finite = "it must write n_samples x columns finite values"
    let messages: [(Probe.Behavior, String)] = [
      (.fails, "synthesize of 'mine' failed with status 5"),
      (.writesNaN, "synthesize of 'mine' gave nan at row 1, column 1; \(finite)"),
      (.writesNothing, "synthesize of 'mine' gave nan at row 0, column 0; \(finite)"),
    ]
    for (behavior, message) in messages {
      probe.behavior = behavior
      let (outcome, rows) = synthesize(session, program, detector, X)
      #expect(outcome == .failed(DAS_ERROR_CALLBACK_FAILED, message))
      #expect(rows.allSatisfy { $0 == -1 })
    }
  }

  @Test("predict_score gives the detector's own scores, and its errors outrank the program's word")
  func predictScore() throws {
    let (session, X) = (try Session(), Table.normal())
    let detector = try session.detector("ecod", on: X)
    var callbacks = das_program_callbacks.zeroed()
    // Writes the score of each normal row into its first column.
    callbacks.synthesize = { _, count, predictScore, model, X, _, rows in
      guard let predictScore, let X, let rows else { return -1 }
      var scores = [Double](repeating: 0, count: Int(X.pointee.rows))
      guard predictScore(model, X, &scores) == DAS_OK else { return -2 }
      for index in 0..<Int(count) * 3 { rows[index] = index % 3 == 0 ? scores[index / 3] : 0 }
      return 0
    }
    let (outcome, rows) = synthesize(session, try session.wrap(callbacks), detector, X)
    #expect(outcome == .ok)
    let scores = try session.scores(detector, X, by: das_detector_score)
    #expect(stride(from: 0, to: 90, by: 3).map { rows[$0] } == Array(scores[..<30]))

    callbacks.synthesize = { _, _, predictScore, model, X, _, rows in
      guard let predictScore, var narrow = X?.pointee, let rows else { return -1 }
      narrow.columns = 2
      _ = predictScore(model, &narrow, rows)
      return 0
    }
    #expect(
      synthesize(session, try session.wrap(callbacks), detector, X).0
        == .shapeMismatch("X has 2 columns; 3 are expected"))
  }

  @Test("a wrapped program has no JSON form")
  func json() throws {
    let (session, probe) = (try Session(), Probe())
    let program = try session.wrap(probe.program())
    var size: Int64 = 0
    #expect(
      session.outcome { das_program_json($0, program.reference, nil, 0, &size) }
        == .unsupported("program 'wrapped' is wrapped: it has no JSON form"))
  }

  @Test("a registration that fails destroys once")
  func failedRegistration() throws {
    let (session, probe) = (try Session(), Probe())
    var (callbacks, program) = (probe.program(), das_program_ref?.none)
    callbacks.synthesize = nil
    #expect(
      session.outcome { das_program_wrap($0, &callbacks, &program) }
        == .null("callbacks->synthesize"))
    #expect(probe.destroyed == 1)
    callbacks = probe.program()
    #expect(session.outcome { das_program_wrap($0, &callbacks, nil) } == .null("program"))
    #expect(probe.destroyed == 2)
    let broken: [CChar] = [CChar(bitPattern: 0xc0), 0]
    #expect(
      broken.withUnsafeBufferPointer { name in
        callbacks.name = name.baseAddress
        return session.outcome { das_program_wrap($0, &callbacks, &program) }
      } == .invalidArgument("callbacks->name is not UTF-8 text"))
    #expect(probe.destroyed == 3)
  }

  @Test("a struct of a wrong size is refused, and destroys once if it has a destroy")
  func wrongSize() throws {
    try expectRefusedSizes({ $0.program() }) { das_program_wrap($0, $1, $2) }
  }
}
