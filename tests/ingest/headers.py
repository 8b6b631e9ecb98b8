"""The header of every shipped format, as its system writes it."""

from tests.ingest.ingest_samples import (
    STANDARD,
)


def cells_in(line, delimiter=","):
    return line.split(delimiter)


AFTER_LEAD = STANDARD.index("lead_id") + 1
TAIL = cells_in(
    "wrapup_time queue_time uniqueid caller_code server_ip hangup_cause dialstatus channel dial_time answered_time cpd_result did_pattern did_id did_description",
    " ",
)
EARLY = cells_in("entry_date called_count last_local_call_time modify_date called_since_last_reset", " ")


def exported(*inserted, tail=TAIL):
    return [*STANDARD[:AFTER_LEAD], *inserted, *STANDARD[AFTER_LEAD:], *tail]


HEADERS = {
    "vicidial_standard": STANDARD,
    "vicidial_extended": exported(*EARLY),
    "vicidial_extended_2": exported(*EARLY, "term_reason"),
    "vicidial_extended_3": exported(*EARLY, "term_reason", tail=[*TAIL, *(f"did_custom_{one}" for one in ("one", "two", "three", "four", "five")), "did_carrier_description"]),
    "vicidial_extended_4": exported("log_called_count", "log_list_id"),
    "vicidial_alternate_1": cells_in("call_date phone_number_dialed status campaign_id vendor_lead_code source_id first_name last_name length_in_sec called_count last_local_call_time caller_code", " "),
    "vicidial_lead_list": cells_in("lead_id entry_date modify_date status user vendor_lead_code source_id list_id gmt_offset_now called_since_last_reset phone_code phone_number title first_name middle_initial last_name address1 address2 address3 city state province postal_code country_code gender date_of_birth alt_phone email security_phrase comments called_count last_local_call_time rank owner entry_list_id", " "),
    "goautodial_calls": cells_in("call_date call_duration phone_number status user full_name campaign_id vendor_lead_code source_id list_id gmt_offset_now phone_code title first_name middle_initial last_name address1 address2 address3 city state province postal_code country_code gender date_of_birth alt_phone email security_phrase comments user_group alt_dial rank owner lead_id uniqueid entry_list_id", " "),
    "newfies_cdr": cells_in("user callid callerid phone_number starting_date duration billsec disposition hangup_cause hangup_cause_q850 used_gateway amd_status", " "),
    "cdr_stats": cells_in("switch,cdr_source_type,callid,caller_id_number,caller_id_name,destination_number,dialcode,state,channel,starting_date,duration,billsec,progresssec,answersec,waitsec,hangup_cause_id,hangup_cause,direction,country_code,accountcode,buy_rate,buy_cost,sell_rate,sell_cost,extradata"),
    "genesys_contacts": cells_in('\ufeff""inin-outbound-id"",lead_id,Mobile,Office,ContactCallable,ContactableByVoice,CallRecordLastAttempt-Mobile,CallRecordLastResult-Mobile,CallRecordLastAgentWrapup-Mobile,Callable-Mobile,CallRecordLastAttempt-Office,CallRecordLastResult-Office,CallRecordLastAgentWrapup-Office,Callable-Office'),
    "five9_call_log": cells_in("CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT,AGENT NAME,DISPOSITION,ANI,CUSTOMER NAME,DNIS,CALL TIME,BILL TIME (ROUNDED),COST,IVR TIME,QUEUE WAIT TIME,RING TIME,TALK TIME,HOLD TIME,PARK TIME,AFTER CALL WORK TIME,TRANSFERS,CONFERENCES,HOLDS,ABANDONED,RECORDINGS"),
    "cxone_attempts": cells_in("OutboundDetailRecordId,ProspectiveContactSourceID,SourceName,ProspectiveContactID,Contact_ID,ExternalID,PhoneNumber,DateOfCall,CallDuration,SystemClassification,SystemClassificationName,AgentDisposition,AgentDispositionDescription,Agent_No"),
    "talkdesk_calls": cells_in("call_id,callsid,type,start_at,end_at,talkdesk_phone_number,contact_phone_number,user_name,talk_time,disposition_code"),
    "talkdesk_contacts": cells_in("Interaction ID,Contact ID,Company Number,Phone Display Name,Direction,Contact Type,Started At,Wait Time,Talk Time,After Call Work Time,Finished At,User Name,Contact Person Number"),
    "talkdesk_outbound": cells_in("interaction_id,campaign_id,record_id,attempt_number,call_started_time,call_finished_time,callback_mode,customer_phone_number"),
    "goautodial_contacts": cells_in("Phone,VendorLeadCode,PhoneCode,Title,FirstName,MiddleInitial,LastName,Address1,Address2,Address3,City,State,Province,PostalCode,CountryCode,Gender,DateOfBirth,AltPhone,Email,SecurityPhrase,Comments"),
    "twilio_calls": cells_in("Sid,To,From,Status,Start Time,End Time,Duration,Direction"),
    "clouddial_results": cells_in("queue,position,lead_id,number,SystemContactId,LogDate,LogTime,LogType,AgentName,DialledFromNumber,DialledToNumber,Result,ResultNotes,WrapUpReasonName,WrapUpDateTime,SystemNotes"),
    "uccx_contacts": cells_in("Account Number,First Name,Last Name,Phone1,Phone2,Phone3,Dial Time"),
    "exotel_contacts": cells_in("phone_number,first_name,last_name,email,company,tag,custom_field_1"),
    "call_sheet": cells_in("queue,position,lead_id,number,company,person,result,intent,callback_date,callback_time,memo"),
    "team_sheet": cells_in("날짜,시간,전화번호,결과,메모,상담원"),
    "orders": cells_in("order no,lead_id,status,date,amount"),
    "agent_time": cells_in("상담원,날짜,로그인시간,통화시간,대기시간,후처리시간,휴식시간"),
    "callbacks": cells_in("lead_id,booked at,callback at,agent"),
    "corrections": cells_in("lead_id,field,value,by,why,date"),
    "touches": cells_in("lead_id,medium,sent,arrived,returned,reason"),
}  # fmt: skip
