"""Every result code that the dialers' own sources and manuals name, and the leaf it leads to where no cause and no talk is told.

Read against the pages of the dialers; where these speak of one leaf that is several of ours (`hung up`, `invalid`,
`terminated`), the map says which, and how sure it is.
"""

import re

_LEAVES = {
    "vicidial": """
        not_called: NEW | DNCL | DNCC | DNCI | DNCCAR | MLINAT | LSMERG | TFHCCL
        system: QUEUE | INCALL | LRERR | RQXFER | RAXFER | HXFER | ALTNUM | CPDERR
        deal: SALE | QCPASS
        refused: DEC | NI | NP | QCCANC
        interested: XFER | IVRXFR | SVYCLM | SVYEXT
        call_again: CALLBK | CBHOLD | QCFAIL
        do_not_call: DNC
        no_answer: NA | N | CPDNA | HUC16 | HUC19
        busy: AB | B | HUC17 | CPDB
        vacant: ADC | DC | ADCCAR | HUC1 | CPDINV | CPDSI | CPDSV | HUC22 | HUC28
        network_failure: ADCT | HUC102 | CPDATB | CPDSUA | CPDSNC | CPDSR | CPDSUK | HUC2 | HUC3 | HUC27 | HUC34 |
            HUC38 | HUC41 | HUC42 | HUC44
        call_rejected: HUC21 | CPDREJ
        not_connected_other: HUC31 | HUC127 | HUC0 | CPDUK
        machine: A | AA | AM | AL | AFAX | QVMAIL | PM | SVYVM | SVYREC
        dead_air: DAIR | ADAIR
        abandoned: DROP | PDROP | XDROP | TIMEOT | AFTHRS | NANQUE | IQNANQ | MAXCAL | HOLDTO | WAITTO | CLOSOP |
            ACFLTR | PU
        break_off: SVYHU
        unclassified: ERI | DONEM | DISPO | DISMX | PAUSMX
        out_of_area: HUC18 | HUC20
    """,
    "genesys": """
        busy: ININ-OUTBOUND-BUSY
        no_answer: ININ-OUTBOUND-NO-ANSWER | no answer
        break_off: ININ-OUTBOUND-DISCONNECT | ININ-OUTBOUND-CALLBACK-DISCONNECT
        abandoned: ININ-OUTBOUND-FAILED-TO-REACH-AGENT | ININ-OUTBOUND-TRANSFERRED-TO-QUEUE | ININ-OUTBOUND-ABANDON
        machine: ININ-OUTBOUND-MACHINE | ININ-OUTBOUND-LINE-CONNECTED | ININ-OUTBOUND-FAX
        vacant: ININ-OUTBOUND-INVALID-PHONE-NUMBER | ININ-OUTBOUND-PREVIEW-ERROR-PHONE-NUMBER |
            ININ-OUTBOUND-NUMBER_COULD_NOT_BE_DIALED | ININ-OUTBOUND-SIT-UNCALLABLE
        network_failure: ININ-OUTBOUND-SIT-CALLABLE
        system: ININ-OUTBOUND-FAILED-TO-REACH-FLOW | ININ-OUTBOUND-EXTERNALLY-THROTTLED |
            ININ-OUTBOUND-NO-ACTIVE-EDGES | ININ-OUTBOUND-STUCK-INTERACTION | ININ-OUTBOUND-INTERNAL-ERROR-SKIPPED
        not_connected_other: ININ-OUTBOUND-AMBIGUOUS
        not_called: ININ-OUTBOUND-ON-DO-NOT-CALL-LIST | ININ-OUTBOUND-DNC-SKIPPED |
            ININ-OUTBOUND-DNC-AUTHENTICATION-FAILED | ININ-OUTBOUND-NOT-CALLABLE-TIME |
            ININ-OUTBOUND-AUTOMATIC-TIME-ZONE-BLOCKED | ININ-OUTBOUND-AUTOMATIC-TIME-ZONE-BLOCKED-SKIPPED |
            ININ-OUTBOUND-RULE-SKIPPED | ININ-OUTBOUND-RULE-ERROR-SKIPPED | ININ-OUTBOUND-CONTACT-UNCALLABLE-SKIPPED |
            ININ-OUTBOUND-NUMBER-UNCALLABLE-SKIPPED | ININ-OUTBOUND-NO-CALLABLE-NUMBERS-SKIPPED |
            ININ-OUTBOUND-CONTACT-ATTEMPT-LIMIT-SKIPPED | ININ-OUTBOUND-NUMBER-ATTEMPT-LIMIT-SKIPPED |
            ININ-OUTBOUND-PREVIEW-SKIPPED | ININ-OUTBOUND-RECALL-CANCELLED | ININ-OUTBOUND-CONTACT-NOT-FOUND |
            ININ-OUTBOUND-CAMPAIGN-FORCED-OFF | ININ-OUTBOUND-CAMPAIGN-RECYCLE-CANCELLED-RECALL | OUTBOUND-MESSAGE-SENT
            | OUTBOUND-MESSAGE-FAILED | OUTBOUND-MESSAGE-BLANK | OUTBOUND-MAX-MESSAGE-LENGTH-EXCEEDED |
            OUTBOUND-CONTACT-INVALID-SKILL-SKIPPED
        other: ININ-OUTBOUND-LIVE-VOICE | ININ-OUTBOUND-TRANSFERRED-TO-FLOW
        unclassified: ININ-WRAP-UP-TIMEOUT | ININ-WRAP-UP-DELETED | Default Wrap-up Code
    """,
    "q850": """
        vacant: 1 | 22 | 28 | 404 | 485 | 604 | 410 | 484
        network_failure: 2 | 3 | 27 | 34 | 38 | 41 | 42 | 44 | 420 | 502 | 503 | 102
        no_answer: 16 | 19 | 480 | 483
        busy: 17 | 486 | 600
        out_of_area: 18 | 20 | 408
        call_rejected: 21 | 401 | 403 | 407 | 603
        not_connected_other: 31 | 127 | 0
    """,
    "asterisk": """
        dead_air: ANSWERED
        no_answer: NO ANSWER
        busy: BUSY
        network_failure: FAILED | CONGESTION
    """,
    "newfies": """
        other: ANSWER
        busy: BUSY
        no_answer: NOANSWER | CANCEL
        network_failure: CONGESTION | FAILED
    """,
    "twilio": """
        not_called: queued | canceled
        system: ringing | in-progress
        other: completed
        busy: busy
        network_failure: failed
        no_answer: no-answer
    """,
    "amazon_connect": """
        other: ANSWERED | HUMAN_ANSWERED | AMD_UNRESOLVED
        not_connected_other: UNDETECTED | AMD_NOT_APPLICABLE
        system: ERROR | AMD_ERROR
        network_failure: SIT_TONE_DETECTED
        busy: SIT_TONE_BUSY
        vacant: SIT_TONE_INVALID_NUMBER
        machine: FAX_MACHINE_DETECTED | VOICEMAIL_BEEP | VOICEMAIL_NO_BEEP
        no_answer: AMD_UNANSWERED
    """,
    "ai_rudder": """
        abandoned: 1 | 19
        no_answer: 2
        busy: 3
        vacant: 4 | 8
        suspended: 5
        powered_off: 6
        out_of_area: 7
        wrong_number: 9
        other: 12
        system: 13 | 17
        break_off: 14
        machine: 16
        not_called: 18 | 20
    """,
    "huawei_cec": """
        busy: 20
        powered_off: 22
        out_of_area: 23
        vacant: 24
        no_answer: 26
        call_rejected: 27
    """,
    "cxone": """
        deal: 1 | 2
        not_this_product: 3
        do_not_call: 4
        refused: 5
        other: 6
        call_again: 7 | 8 | 9 | 10
        machine: 11 | 12 | 13 | 14 | 17 | 19
        busy: 15
        network_failure: 16 | 23
        vacant: 18 | 21 | 22
        no_answer: 20
        abandoned: 24
        system: 25
        not_called: 26 | 27 | -1 | -4
    """,
    "five9": """
        no_answer: No Answer | No Party Contact
        busy: Busy
        machine: Answering Machine
        vacant: Operator Intercept
        network_failure: Dial Error
        abandoned: Abandon | Queue Callback Timeout
        break_off: Caller Disconnected
        unclassified: No Disposition
        dead_air: Dead Air
        do_not_call: Do Not Call
    """,
    "sinch": """
        call_rejected: REJECTED
        no_answer: NO_ANSWER | CANCEL
        busy: BUSY
        network_failure: FAILED
    """,
    "vonage": """
        no_answer: cancelled | timeout
        call_rejected: rejected
        busy: busy
        network_failure: failed
    """,
    "freeswitch": """
        not_connected_other: NONE | CALL_AWARDED_DELIVERED | REDIRECTION_TO_NEW_DESTINATION | NORMAL_UNSPECIFIED |
            INTERWORKING | SUCCESS
        vacant: UNALLOCATED_NUMBER | NUMBER_CHANGED | INVALID_NUMBER_FORMAT | DOES_NOT_EXIST_ANYWHERE
        network_failure: NO_ROUTE_TRANSIT_NET | NO_ROUTE_DESTINATION | CHANNEL_UNACCEPTABLE | EXCHANGE_ROUTING_ERROR
            | DESTINATION_OUT_OF_ORDER | FACILITY_REJECTED | NORMAL_CIRCUIT_CONGESTION | NETWORK_OUT_OF_ORDER |
            NORMAL_TEMPORARY_FAILURE | SWITCH_CONGESTION | REQUESTED_CHAN_UNAVAIL | OUTGOING_CALL_BARRED |
            SERVICE_UNAVAILABLE | INCOMPATIBLE_DESTINATION | RECOVERY_ON_TIMER_EXPIRE | PROTOCOL_ERROR | NOT_ACCEPTABLE
        no_answer: NORMAL_CLEARING | NO_ANSWER | ORIGINATOR_CANCEL | ALLOTTED_TIMEOUT | PROGRESS_TIMEOUT | NO_PICKUP
        busy: USER_BUSY | BUSY_EVERYWHERE
        out_of_area: NO_USER_RESPONSE | SUBSCRIBER_ABSENT
        unreachable: USER_NOT_REGISTERED
        call_rejected: CALL_REJECTED | INCOMING_CALL_BARRED | DECLINE | UNWANTED | REJECT_ALL
        system: CRASH | SYSTEM_SHUTDOWN | LOSE_RACE | MANAGER_REQUEST | PICKED_OFF | INVALID_GATEWAY | GATEWAY_DOWN
            | BOWOUT | BLIND_TRANSFER | ATTENDED_TRANSFER
        dead_air: MEDIA_TIMEOUT
    """,
    "talkdesk": """
        other: outbound | inbound | Answered | Outbound
        no_answer: outbound_missed | Unanswered | Outbound Missed
        abandoned: missed | Missed | Abandoned
        machine: Voicemail
    """,
}


def _read(text):
    """Code → leaf."""
    lines = re.sub(r"\n\s{12,}", " ", text).strip().splitlines()
    leaves = (line.split(":", 1) for line in lines)
    return {" ".join(code.split()): f"call.{leaf.strip()}" for leaf, codes in leaves for code in codes.split("|")}


CODES = {name: _read(text) for name, text in _LEAVES.items()}
